package wenmai.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import wenmai.tensor.DType;
import wenmai.tensor.Mask;
import wenmai.tensor.Precision;
import wenmai.tensor.kernel.AttentionHead.Gradients;
import wenmai.tensor.kernel.Kernels.Matrix;

/// The vector kernels of attention against their naive twin, which computes in fp64, on random shapes, masks and layouts.
class FlashTest {
  private static final long SEED = 20261127;
  private static final int CALLS = 1000;
  private static final Kernels FAST = new Vectors();
  private static final Kernels NAIVE = new Plain();

  private final Random random = new Random(SEED);

  /// One head's inputs and results, each row with a gap behind it.
  private final class Call {
    final Arena arena;
    final AttentionHead head;
    final int parts;
    final long gBias;

    Call(Arena arena, int queries, int keys, int width, Precision precision) {
      this.arena = arena;
      parts = 1 + random.nextInt(3);
      boolean biased = random.nextInt(4) == 0;
      var drop = random.nextInt(4) == 0 ? new Drop(random.nextInt(), 1 << 22) : Drop.NONE;
      head = new AttentionHead(filled(queries, width), filled(keys, width), filled(keys, width), queries, keys, width,
          (float) (1 / Math.sqrt(width)), mask(queries, keys), 0, biased ? filled(queries, keys, 0).base() : 0, drop, precision);
      gBias = biased ? 1 : 0;
    }

    private Mask mask(int queries, int keys) {
      return switch (random.nextInt(5)) {
        case 0 -> Mask.CAUSAL;
        case 1 -> Mask.ALL;
        case 2 -> new Mask.Lengths(random.nextInt(keys + 1));
        case 3 -> new Mask.Window(1 + random.nextInt(keys), random.nextInt(4) == 0 ? random.nextInt(keys) : 0);
        default -> queries <= keys ? documents(keys) : Mask.CAUSAL;
      };
    }

    private Mask documents(int n) {
      var starts = new int[n];
      for (int i = 1; i < n; i++) {
        starts[i] = random.nextInt(20) == 0 ? i : starts[i - 1];
      }
      return new Mask.Documents(starts);
    }

    Matrix filled(int rows, int columns) {
      return filled(rows, columns, random.nextInt(3));
    }

    Matrix filled(int rows, int columns, int gap) {
      var x = zeros(rows, columns + gap);
      for (long i = 0; i < (long) rows * (columns + gap); i++) {
        set(x.base(), i, (float) random.nextGaussian());
      }
      return x;
    }

    Matrix zeros(int rows, int columns) {
      return new Matrix(arena.allocate(4L * rows * columns, 64).address(), DType.F32, columns, 1);
    }

    /// out, log-sum-exp [1,T], and the gradients of q, k, v and the bias, with g for out's.
    List<Matrix> run(Kernels kernels, Matrix g) {
      int t = head.queries();
      var out = zeros(t, head.width());
      var logSumExp = zeros(1, t);
      for (int first = 0; first < t; first += Kernels.SPAN) {
        kernels.attend(head, out, logSumExp.base(), first, Math.min(t, first + Kernels.SPAN));
      }
      var gk = zeros(head.keys(), head.width());
      var gv = zeros(head.keys(), head.width());
      var bias = zeros(t, head.keys());
      var sum = zeros(t, head.width());
      for (int part = 0; part < parts; part++) {
        var gq = zeros(t, head.width());
        kernels.attendGrad(head, new Gradients(out, logSumExp.base(), g, gq, gk, gv, gBias == 0 ? 0 : bias.base()), part, parts);
        kernels.accumulate(sum.base(), gq.base(), (long) t * head.width());
      }
      return List.of(out, logSumExp, sum, gk, gv, bias);
    }
  }

  /// 1,000 calls of up to 90 queries and keys, and a few of several spans and tiles.
  @Test
  void equalsItsNaiveTwin() {
    double worst = 0;
    for (int i = 0; i < CALLS; i++) {
      int most = i % 100 == 99 ? 700 : 90;
      try (var arena = Arena.ofConfined()) {
        var call = new Call(arena, 1 + random.nextInt(most), 1 + random.nextInt(most), 1 + random.nextInt(i % 10 == 9 ? 80 : 20), Precision.FP32);
        var g = call.filled(call.head.queries(), call.head.width());
        var fast = call.run(FAST, g);
        var naive = call.run(NAIVE, g);
        for (int part = 0; part < fast.size(); part++) {
          worst = Math.max(worst, difference(fast.get(part), naive.get(part), sizes(call.head)[part],
              "seed %d, call %d, %s, result %d".formatted(SEED, i, call.head, part)));
        }
      }
    }
    assertThat(worst).isPositive();   // the twin is no alias
  }

  /// The same of products in 8 bits, whose errors are a few percent of a result's root mean square.
  @Test
  @Tag("vnni")
  void in8BitsItStaysNearItsNaiveTwin() {
    var errors = new double[6];
    var squares = new double[6];
    for (int i = 0; i < CALLS; i++) {
      int most = i % 100 == 99 ? 700 : 90;
      try (var arena = Arena.ofConfined()) {
        var call = new Call(arena, 1 + random.nextInt(most), 1 + random.nextInt(most), 16 * (i % 50 == 0 ? 16 : 1 + random.nextInt(5)), Precision.INT8);
        var g = call.filled(call.head.queries(), call.head.width());
        var fast = call.run(FAST, g);
        var naive = call.run(NAIVE, g);
        for (int part = 0; part < fast.size(); part++) {
          var what = "seed %d, call %d, %s, result %d".formatted(SEED, i, call.head, part);
          double error = 0;
          double square = 0;
          for (long at = 0; at < sizes(call.head)[part]; at++) {
            double x = get(fast.get(part).base(), at);
            double y = get(naive.get(part).base(), at);
            if (x != y) {
              assertThat(x - y).as(what).isFinite();
              error += (x - y) * (x - y);
              square += y * y;
            }
          }
          if (square > 0.01 * sizes(call.head)[part]) {   // a gradient that cancels out leaves rounding alone
            assertThat(Math.sqrt(error / square)).as(what).isLessThan(0.5);
          }
          errors[part] += error;
          squares[part] += square;
        }
      }
    }
    for (int part = 0; part < errors.length; part++) {
      assertThat(Math.sqrt(errors[part] / squares[part])).as("result " + part).isBetween(1e-9, part < 2 ? 0.02 : 0.06);
    }
  }

  @Test
  @Tag("vnni")
  void in8BitsWhatIsNoNumberShowsAndLeavesNothingBehind() {
    for (int i = 0; i < 60; i++) {
      try (var arena = Arena.ofConfined()) {
        var call = new Call(arena, 1 + random.nextInt(200), 1 + random.nextInt(200), 16 * (1 + random.nextInt(5)), Precision.INT8);
        var g = call.filled(call.head.queries(), call.head.width());
        var before = numbers(call, call.run(FAST, g));
        var spoiled = List.of(call.head.q(), call.head.k(), call.head.v(), g).get(i % 4);
        float sound = get(spoiled.base(), 0);
        set(spoiled.base(), 0, Float.NaN);
        var fast = numbers(call, call.run(FAST, g));
        var naive = numbers(call, call.run(NAIVE, g));
        for (int part = 0; part < fast.size(); part++) {
          if (anyNaN(naive.get(part))) {
            assertThat(anyNaN(fast.get(part))).as("seed %d, call %d, %s, result %d", SEED, i, call.head, part).isTrue();
          }
        }
        set(spoiled.base(), 0, sound);
        assertThat(numbers(call, call.run(FAST, g))).as("seed %d, call %d, %s", SEED, i, call.head).usingRecursiveComparison().isEqualTo(before);
      }
    }
  }

  private static List<float[]> numbers(Call call, List<Matrix> results) {
    var numbers = new ArrayList<float[]>();
    for (int part = 0; part < results.size(); part++) {
      var values = new float[(int) sizes(call.head)[part]];
      for (int at = 0; at < values.length; at++) {
        values[at] = get(results.get(part).base(), at);
      }
      numbers.add(values);
    }
    return numbers;
  }

  private static boolean anyNaN(float[] values) {
    for (float value : values) {
      if (Float.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  private static long[] sizes(AttentionHead h) {
    long t = h.queries();
    long s = h.keys();
    return new long[] {t * h.width(), t, t * h.width(), s * h.width(), s * h.width(), t * s};
  }

  /// Relative to the largest value, at least 1.
  private static double difference(Matrix a, Matrix b, long n, String what) {
    double most = 0;
    double largest = 1;
    for (long i = 0; i < n; i++) {
      float x = get(a.base(), i);
      float y = get(b.base(), i);
      if (x != y) {   // −∞, where a query sees nothing, equals itself
        most = Math.max(most, Math.abs(x - y));
        largest = Math.max(largest, Math.abs(y));
        assertThat(x - y).as(what).isFinite();
      }
    }
    assertThat(most / largest).as(what).isLessThan(2e-5);
    return most / largest;
  }
}
