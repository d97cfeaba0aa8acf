package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MixtureTest {

  @RepeatedTest(10)
  void atEveryRowSharesAreRightAndNumbersRunOn(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition();
    var random = new SplittableRandom(seed);
    var weights = IntStream.range(0, 1 + random.nextInt(5)).mapToObj(_ -> random.nextDouble(0.01, 10)).toList();
    var mixture = new Mixture(weights);
    double all = weights.stream().mapToDouble(w -> w).sum();
    var counts = new long[weights.size()];
    for (int row = 0; row < 2_000; row++) {
      var draw = mixture.at(row);
      assertThat(draw.number()).as("seed %d, row %d", seed, row).isEqualTo(counts[draw.source()]++);
      assertThat(mixture.counts(row + 1)).as("seed %d, row %d", seed, row).isEqualTo(IntStream.range(0, counts.length).mapToObj(i -> counts[i]).toList());
      for (int s = 0; s < counts.length; s++) {
        assertThat((double) counts[s]).as("seed %d, row %d", seed, row).isCloseTo((row + 1) * weights.get(s) / all, within(counts.length / 2.0));
      }
    }
  }

  @Test
  void aRowFarAwayIsFoundAtOnce() {
    var mixture = new Mixture(List.of(0.7, 0.3));
    assertThat(mixture.counts(1L << 50).getFirst()).isCloseTo((long) (0.7 * (1L << 50)), within(1L));
    assertThat(mixture.at((1L << 50) - 1).number()).isPositive();
  }

  @Test
  void aSourceAloneGivesEveryRow() {
    assertThat(new Mixture(List.of(0.2)).at(17)).isEqualTo(new Mixture.Draw(0, 17));
  }
}
