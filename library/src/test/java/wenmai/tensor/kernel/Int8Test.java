package wenmai.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import wenmai.tensor.Numbers;
import wenmai.tensor.kernel.Kernels.Matrix;

class Int8Test {
  private static final Kernels FAST = new Vectors();
  private static final Kernels PLAIN = new Plain();

  /// m, n, k: single, prime, awkward for fours, vectors and blocks, and a layer's.
  private static final int[][] SIZES = {{1, 1, 1}, {5, 7, 3}, {1, 33, 5}, {64, 64, 64}, {65, 63, 66}, {13, 65, 129}, {130, 48, 257},
      {193, 101, 2}, {3, 517, 20}, {70, 96, 384}, {3, 70, 5_001}, {2, 80, 8_200}};

  private static float[] product(Kernels kernels, float[] x, boolean dithered, float[] y, boolean turned, int m, int n, int k) {
    try (var arena = Arena.ofShared()) {
      var a = Matrix.of(arena.allocateFrom(ValueLayout.JAVA_FLOAT, x).address(), k, 1);
      long address = arena.allocateFrom(ValueLayout.JAVA_FLOAT, y).address();
      var c = arena.allocate(4L * m * (n + 3), 4);
      MemorySegment.copy(Numbers.normal(new Random(SEED), m * (n + 3)), 0, c, ValueLayout.JAVA_FLOAT, 0, m * (n + 3));
      kernels.gemm8(a, dithered, turned ? Matrix.of(address, 1, k) : Matrix.of(address, n, 1), Matrix.of(c.address(), n + 3, 1), m, n, k);
      return c.toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  @Test
  @Tag("vnni")
  void productsEqualTheirPlainTwinBitForBit() {
    var random = new Random(SEED);
    for (var size : SIZES) {
      int m = size[0];
      int n = size[1];
      int k = size[2];
      var x = Numbers.normal(random, m * k);
      var y = Numbers.normal(random, k * n);
      y[random.nextInt(y.length)] = 0;
      for (int kind = 0; kind < 4; kind++) {
        boolean turned = kind % 2 == 1;
        boolean dithered = kind / 2 == 1;
        assertThat(product(FAST, x, dithered, y, turned, m, n, k)).as("%d × %d × %d, turned %s, dithered %s, seed %d", m, n, k, turned, dithered, SEED)
            .isEqualTo(product(PLAIN, x, dithered, y, turned, m, n, k));
      }
    }
  }

  /// Outputs, inputs, tokens: a block and parts of one; tokens left over from fours; outputs and inputs that do not fill vectors.
  private static final int[][] OUTERS = {{16, 16, 4}, {64, 64, 256}, {80, 144, 260}, {32, 48, 515}, {48, 16, 3}, {20, 64, 40}, {65, 32, 600}, {7, 16, 8}, {128, 32, 4128}};

  private static float[] outer(Kernels kernels, float[] slopes, float[] inputs, int outs, int ins, int tokens, boolean add) {
    try (var arena = Arena.ofShared()) {
      var g = Matrix.of(arena.allocateFrom(ValueLayout.JAVA_FLOAT, slopes).address(), outs, 1);
      var x = Matrix.of(arena.allocateFrom(ValueLayout.JAVA_FLOAT, inputs).address(), ins, 1);
      var sum = arena.allocateFrom(ValueLayout.JAVA_FLOAT, Numbers.normal(new Random(SEED), outs * ins));
      kernels.outer8(g, x, Matrix.of(sum.address(), ins, 1), outs, ins, tokens, add);
      return sum.toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  @Test
  @Tag("vnni")
  void sumsOverTokensEqualTheirPlainTwin() {
    var random = new Random(SEED);
    for (var size : OUTERS) {
      var g = Numbers.normal(random, size[0] * size[2]);
      var x = Numbers.normal(random, size[1] * size[2]);
      x[random.nextInt(x.length)] = 100;
      for (boolean add : new boolean[] {false, true}) {
        assertThat(outer(FAST, g, x, size[0], size[1], size[2], add)).as("%s, added %s, seed %d", Arrays.toString(size), add, SEED)
            .usingComparatorWithPrecision(1e-4f).containsExactly(outer(PLAIN, g, x, size[0], size[1], size[2], add));
      }
    }
  }

  /// The first block has a slope of 1, the second ones of 0.001, which would be rounded away beside it.
  @Test
  void everyBlockOfTokensHasScalesOfItsOwn() {
    int n = 16;
    int block = n * Int8Outer.TOKENS;
    var random = new Random(SEED);
    var x = Numbers.normal(random, 2 * block);
    var g = new float[2 * block];
    Arrays.fill(g, block, 2 * block, 1e-3f);
    g[0] = 1;
    double exact = x[0] * 1.0;
    for (int i = block; i < 2 * block; i += n) {
      exact += 1e-3 * x[i];
    }
    double before = Numbers.normal(new Random(SEED), n * n)[0];
    assertThat(outer(PLAIN, g, x, n, n, 2 * Int8Outer.TOKENS, true)[0] - before).isCloseTo(exact, within(0.01));
    assertThat(exact - x[0]).isNotCloseTo(0, within(0.02));
  }

  /// A softmax's gradient: one −1, and probabilities below half a step, of which to the nearest nothing would be left.
  @Test
  void ditheringKeepsTheSumOfWhatIsBelowAStep() {
    int n = 20_000;
    var g = new float[n];
    var random = new Random(SEED);
    double exact = 0;
    g[0] = -1;
    for (int i = 1; i < n; i++) {
      g[i] = random.nextFloat() / n;
      exact += g[i];
    }
    var ones = new float[n];
    Arrays.fill(ones, 1);
    assertThat(product(PLAIN, g, false, ones, false, 1, 1, n)[0]).isEqualTo(-1);
    assertThat(product(PLAIN, g, true, ones, false, 1, 1, n)[0] + 1.0).isCloseTo(exact, within(0.15 * exact));
  }

  @Test
  void roundingCostsAPercent() {
    var random = new Random(SEED);
    int n = 64;
    var x = Numbers.normal(random, n * n);
    var y = Numbers.normal(random, n * n);
    double error = 0;
    double squares = 0;
    var rounded = product(PLAIN, x, false, y, false, n, n, n);
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
  @Tag("vnni")
  void zerosStayZeroAndWhatIsNoNumberShows() {
    var ones = new float[64 * 64];
    Arrays.fill(ones, 1);
    assertThat(product(FAST, new float[64], false, ones, false, 1, 64, 64)).startsWith(new float[64]);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      var x = new float[64];
      x[5] = bad;
      x[6] = 1;
      assertThat(Float.isFinite(product(FAST, x, false, ones, false, 1, 64, 64)[9])).isFalse();
      var y = ones.clone();
      y[9] = bad;
      assertThat(Float.isFinite(product(FAST, ones, false, y, false, 1, 64, 64)[9])).isFalse();
      assertThat(product(FAST, ones, false, y, false, 1, 64, 64)[8]).isEqualTo(64);
      var slopes = new float[16 * 16];
      slopes[7] = bad;
      var sums = outer(FAST, slopes, ones, 16, 16, 16, false);
      assertThat(Float.isFinite(sums[7 * 16])).isFalse();
      assertThat(sums[6 * 16]).isZero();
    }
  }
}
