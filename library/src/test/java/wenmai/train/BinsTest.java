package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BinsTest {

  /// Every bin looked at for every item. How full the bins are, in ascending order.
  private static int[] naive(int[] sizes, int capacity) {
    var descending = Arrays.stream(sizes).map(s -> -s).sorted().map(s -> -s).toArray();
    var full = new int[sizes.length];
    int bins = 0;
    for (int size : descending) {
      int best = bins;
      for (int bin = 0; bin < bins; bin++) {
        if (full[bin] + size <= capacity && (best == bins || full[bin] > full[best])) {
          best = bin;
        }
      }
      bins = Math.max(bins, best + 1);
      full[best] += size;
    }
    return Arrays.stream(full).limit(bins).sorted().toArray();
  }

  private static int[] filled(int[] sizes, int[] binOf) {
    var full = new int[Arrays.stream(binOf).max().orElse(-1) + 1];
    for (int i = 0; i < sizes.length; i++) {
      full[binOf[i]] += sizes[i];
    }
    return full;
  }

  @RepeatedTest(20)
  void bestFitFillsBinsAsTheNaiveOneDoes(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition();
    var random = new SplittableRandom(seed);
    int capacity = 1 + random.nextInt(100);
    var sizes = random.ints(random.nextInt(500), 1, capacity + 1).toArray();
    var full = filled(sizes, Bins.bestFit(sizes, capacity));
    assertThat(Arrays.stream(full).max().orElse(0)).as("seed %d", seed).isLessThanOrEqualTo(capacity);
    assertThat(Arrays.stream(full).sorted().toArray()).as("seed %d", seed).isEqualTo(naive(sizes, capacity));
  }

  @Test
  void bestFitTakesTheBinWithTheLeastRoom() {
    assertThat(Bins.bestFit(new int[] {3, 2, 7, 6}, 10)).containsExactly(0, 1, 0, 1);
  }

  @Test
  void nextFitKeepsTheOrder() {
    assertThat(Bins.nextFit(new int[] {4, 6, 1, 10, 2, 9}, 10)).containsExactly(0, 0, 1, 2, 3, 4);
  }

  @Test
  void sortingIsStable() {
    assertThat(Bins.sorted(new int[] {2, 0, 2, 1, 0}, 3)).containsExactly(1, 4, 3, 0, 2);
  }
}
