package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.tensor.Seed;

class PermutationTest {
  private static long[] order(long size, long seed) {
    var permutation = new Permutation(size, new Seed(seed));
    return LongStream.range(0, size).map(permutation::at).toArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 7, 16, 17, 64, 65, 257, 1_000, 4_096, 10_007})
  void everyNumberComesOnce(long size) {
    assertThat(LongStream.of(order(size, 3)).sorted().toArray()).isEqualTo(LongStream.range(0, size).toArray());
  }

  @Test
  void anotherSeedIsAnotherOrder() {
    assertThat(order(1_000, 1)).isEqualTo(order(1_000, 1)).isNotEqualTo(order(1_000, 2));
  }

  /// Over 4,000 seeds each of 5 numbers should stand first 800 times, ± 25 (one deviation); and a number is followed by the
  /// next one in one place of 1,000 on average.
  @Test
  void theOrderLooksRandom() {
    var first = new Integer[] {0, 0, 0, 0, 0};
    for (int seed = 0; seed < 4_000; seed++) {
      first[(int) new Permutation(5, new Seed(seed)).at(0)]++;
    }
    assertThat(first).allSatisfy(count -> assertThat(count).isBetween(700, 900));
    var order = order(1_000, 1);
    assertThat(LongStream.range(0, 999).filter(i -> order[(int) i + 1] == order[(int) i] + 1).count()).isLessThan(8);
  }

  @Test
  void hugeOnesAreAsQuick() {
    var permutation = new Permutation(1L << 62, new Seed(1));
    assertThat(permutation.at(123_456_789_012L)).isBetween(0L, (1L << 62) - 1);
  }
}
