package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static wenmai.tensor.Numbers.SEED;
import static wenmai.tensor.Numbers.assertNear;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@NoLeaks
class HeadLossTest {
  /// Rows, width, vocabulary: of 262,145 tokens a chunk has 64 rows at most.
  private record Size(int r, int d, int v) {}

  static final List<Criterion> CRITERIA = List.of(Criterion.CROSS_ENTROPY, new Criterion.CrossEntropy(0.1, 0),
      new Criterion.CrossEntropy(0, 1e-2), new Criterion.CrossEntropy(0.2, 1e-3), new Criterion.Binary(-1.5));
  private static final List<Size> SIZES =
      List.of(new Size(1, 1, 1), new Size(7, 3, 11), new Size(13, 16, 101), new Size(71, 2, 262_145));

  /// The formulas in fp64, one logit after the other: loss and gradients of hidden states and weight.
  private record Twin(double[] loss, float[] hiddenSlope, float[] weightSlope) {
    static Twin of(Size s, float[] x, float[] w, int[] targets, Criterion criterion, double scale) {
      var loss = new double[1];
      var gx = new double[x.length];
      var gw = new double[w.length];
      double share = scale / Math.max(1, Arrays.stream(targets).filter(t -> t >= 0).count());
      for (int r = 0; r < s.r; r++) {
        if (targets[r] < 0) {
          continue;
        }
        var logits = new double[s.v];
        for (int v = 0; v < s.v; v++) {
          for (int i = 0; i < s.d; i++) {
            logits[v] += (double) x[r * s.d + i] * w[v * s.d + i];
          }
        }
        var slope = new double[s.v];
        loss[0] += share * cost(logits, targets[r], criterion, slope);
        for (int v = 0; v < s.v; v++) {
          for (int i = 0; i < s.d; i++) {
            gx[r * s.d + i] += share * slope[v] * w[v * s.d + i];
            gw[v * s.d + i] += share * slope[v] * x[r * s.d + i];
          }
        }
      }
      return new Twin(loss, floats(gx), floats(gw));
    }

    private static double cost(double[] x, int target, Criterion criterion, double[] slope) {
      double z = Math.log(Arrays.stream(x).map(Math::exp).sum());
      double cost = 0;
      for (int v = 0; v < x.length; v++) {
        switch (criterion) {
          case Criterion.CrossEntropy(double smoothing, double zLoss) -> {
            double q = smoothing / x.length + (v == target ? 1 - smoothing : 0);
            double p = Math.exp(x[v] - z);
            cost += q * (z - x[v]) + p * zLoss * z * z;
            slope[v] = p * (1 + 2 * zLoss * z) - q;
          }
          case Criterion.Binary(double bias) -> {
            double p = 1 / (1 + Math.exp(-x[v] - bias));
            cost -= Math.log(v == target ? p : 1 - p);
            slope[v] = p - (v == target ? 1 : 0);
          }
        }
      }
      return cost;
    }

    private static float[] floats(double[] values) {
      var floats = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }
  }

  @ParameterizedTest
  @FieldSource("CRITERIA")
  void chunksEqualTheFormula(Criterion criterion) {
    var random = new Random(SEED);
    for (var s : SIZES) {
      var x = Numbers.normal(random, s.r * s.d);
      var w = Numbers.normal(random, s.v * s.d);
      var targets = random.ints(s.r, 0, s.v).map(t -> random.nextInt(5) == 0 && s.r > 1 ? -1 : t).toArray();
      var twin = Twin.of(s, x, w, targets, criterion, 0.25);
      for (var device : List.of(Device.jvm(), Device.torch())) {
        Scope.run(() -> {
          var hidden = device.of(x, s.r, s.d).requireGrad();
          var weight = device.of(w, s.v, s.d).requireGrad();
          var ids = device.of(targets, s.r);
          double loss = Tape.backward(() -> hidden.headLoss(weight, ids, criterion, 0.25));
          var what = criterion + " of " + s + " on " + device;
          assertNear(what, new float[] {(float) loss}, new float[] {(float) twin.loss[0]}, 1e-5);
          assertNear(what + ", hidden", hidden.grad().floats(), twin.hiddenSlope, 1e-4);
          assertNear(what + ", weight", weight.grad().floats(), twin.weightSlope, 1e-4);
          assertThat(hidden.headLoss(weight, ids, criterion, 0.25).item()).as("without a tape").isEqualTo(loss);
        });
      }
    }
  }

  @Test
  void aFactorAfterwardsEqualsTheScaleAlsoForASumOfGradients() {
    var random = new Random(SEED);
    var x = Numbers.normal(random, 9 * 5);
    var w = Numbers.normal(random, 23 * 5);
    Scope.run(() -> {
      var slopes = new float[2][][];
      for (int way = 0; way < 2; way++) {
        boolean before = way == 0;
        var hidden = Device.jvm().of(x, 9, 5).requireGrad();
        var weight = Device.jvm().of(w, 23, 5).requireGrad();
        for (int part = 0; part < 3; part++) {
          var targets = Device.jvm().of(IntStream.range(part, part + 9).map(t -> 5 * t % 23).toArray(), 9);
          Tape.backward(() -> before ? hidden.headLoss(weight, targets, Criterion.CROSS_ENTROPY, 1.0 / 3)
              : hidden.headLoss(weight, targets, Criterion.CROSS_ENTROPY, 1).mul(1.0 / 3));
        }
        slopes[way] = new float[][] {hidden.grad().floats(), weight.grad().floats()};
      }
      assertNear("hidden", slopes[0][0], slopes[1][0], 1e-5);
      assertNear("weight", slopes[0][1], slopes[1][1], 1e-5);
    });
  }

  @Test
  void whereNoTargetCountsNothingIsLearned() {
    Scope.run(() -> {
      var hidden = Device.jvm().of(new float[] {1, 2}, 1, 2).requireGrad();
      var weight = Device.jvm().of(new float[] {1, 2, 3, 4}, 2, 2).requireGrad();
      var none = Device.jvm().of(new int[] {-1}, 1);
      assertThat(Tape.backward(() -> hidden.headLoss(weight, none, Criterion.CROSS_ENTROPY, 1))).isZero();
      assertThat(hidden.grad().floats()).containsOnly(0);
      assertThat(weight.grad().floats()).containsOnly(0);
    });
  }
}
