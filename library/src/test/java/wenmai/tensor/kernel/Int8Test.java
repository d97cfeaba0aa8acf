package wenmai.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static wenmai.tensor.Numbers.SEED;
import static wenmai.tensor.PrecisionTest.int8Here;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wenmai.tensor.Numbers;
import wenmai.tensor.kernel.Kernels.Matrix;

/// Where the processor has no instructions for it, a product in 8 bits is refused, and that is what these tests then find.
class Int8Test {
  private static final Kernels FAST = new Vectors();
  private static final Kernels PLAIN = new Plain();

  /// m, n, k: single, prime, awkward for fours, vectors and blocks, and a layer's.
  private static final int[][] SIZES = {{1, 1, 1}, {5, 7, 3}, {1, 33, 5}, {64, 64, 64}, {65, 63, 66}, {13, 65, 129}, {130, 48, 257},
      {193, 101, 2}, {3, 517, 20}, {70, 96, 384}};

  private static float[] product(Kernels kernels, float[] x, float[] y, boolean turned, int m, int n, int k) {
    try (var arena = Arena.ofShared()) {
      var a = Matrix.of(arena.allocateFrom(ValueLayout.JAVA_FLOAT, x).address(), k, 1);
      long address = arena.allocateFrom(ValueLayout.JAVA_FLOAT, y).address();
      var c = arena.allocate(4L * m * (n + 3), 4);
      MemorySegment.copy(Numbers.normal(new Random(SEED), m * (n + 3)), 0, c, ValueLayout.JAVA_FLOAT, 0, m * (n + 3));
      kernels.gemm8(a, turned ? Matrix.of(address, 1, k) : Matrix.of(address, n, 1), Matrix.of(c.address(), n + 3, 1), m, n, k);
      return c.toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  @Test
  void productsEqualTheirPlainTwinBitForBit() {
    var random = new Random(SEED);
    for (var size : SIZES) {
      int m = size[0];
      int n = size[1];
      int k = size[2];
      var x = Numbers.normal(random, m * k);
      var y = Numbers.normal(random, k * n);
      y[random.nextInt(y.length)] = 0;
      for (boolean turned : new boolean[] {false, true}) {
        if (int8Here()) {
          assertThat(product(FAST, x, y, turned, m, n, k)).as("%d × %d × %d, turned %s, seed %d", m, n, k, turned, SEED)
              .isEqualTo(product(PLAIN, x, y, turned, m, n, k));
        }
      }
    }
  }

  @Test
  void roundingCostsAPercent() {
    var random = new Random(SEED);
    int n = 64;
    var x = Numbers.normal(random, n * n);
    var y = Numbers.normal(random, n * n);
    double error = 0;
    double squares = 0;
    var rounded = product(PLAIN, x, y, false, n, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < n; p++) {
          sum += (double) x[i * n + p] * y[p * n + j];
        }
        error += Math.pow(rounded[i * (n + 3) + j] - sum, 2);
        squares += sum * sum;
      }
    }
    assertThat(Math.sqrt(error / squares)).isBetween(0.001, 0.02);
  }

  @Test
  void zerosStayZeroAndWhatIsNoNumberShows() {
    if (int8Here()) {
      var ones = new float[64 * 64];
      Arrays.fill(ones, 1);
      assertThat(product(FAST, new float[64], ones, false, 1, 64, 64)).startsWith(new float[64]);
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        var x = new float[64];
        x[5] = bad;
        x[6] = 1;
        assertThat(Float.isFinite(product(FAST, x, ones, false, 1, 64, 64)[9])).isFalse();
        var y = ones.clone();
        y[9] = bad;
        assertThat(Float.isFinite(product(FAST, ones, y, false, 1, 64, 64)[9])).isFalse();
        assertThat(product(FAST, ones, y, false, 1, 64, 64)[8]).isEqualTo(64);
      }
    }
  }
}
