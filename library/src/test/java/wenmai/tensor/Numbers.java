package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import java.util.function.Function;

/// Random numbers, and how near is near.
public final class Numbers {
  public static final long SEED = 20_240_229;

  private Numbers() {}

  public static float[] normal(Random random, int n) {
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /// The greatest difference is at most `tolerance` of the greatest value (or of 1e-3, where all are smaller).
  public static void assertNear(String what, float[] actual, float[] expected, double tolerance) {
    assertThat(actual).as("%s (seed %d)", what, SEED).hasSameSizeAs(expected);
    double greatest = 1e-3;
    for (float value : expected) {
      greatest = Math.max(greatest, Float.isFinite(value) ? Math.abs(value) : 0);
    }
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance * greatest) && actual[i] != expected[i]) {
        fail("%s[%d] = %s, expected %s within %s of %s (seed %d)", what, i, actual[i], expected[i], tolerance, greatest, SEED);
      }
    }
  }

  /// A formula's result and, of the loss Σ result ⊙ weights, the gradients by each input.
  public record Slopes(float[] result, float[][] gradients) {

    public static Slopes of(Device device, float[][] inputs, long[][] shapes, Function<Tensor[], Tensor> formula) {
      return Scope.run(() -> {
        var tensors = tensors(device, inputs, shapes);
        for (var tensor : tensors) {
          tensor.requireGrad();
        }
        var result = new float[1][];
        Tape.backward(() -> {
          var y = formula.apply(tensors);
          result[0] = y.floats();
          return y.mul(device.of(weights(result[0].length), y.shape())).sum();
        });
        var gradients = new float[inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
          gradients[i] = tensors[i].grad().floats();
        }
        return new Slopes(result[0], gradients);
      });
    }

    /// The same gradients by differences of the loss, summed in fp64; exact to the fourth power of the step.
    public static float[][] byDifferences(Device device, float[][] inputs, long[][] shapes, Function<Tensor[], Tensor> formula) {
      var gradients = new float[inputs.length][];
      double step = 0.02;
      for (int i = 0; i < inputs.length; i++) {
        gradients[i] = new float[inputs[i].length];
        for (int j = 0; j < inputs[i].length; j++) {
          float x = inputs[i][j];
          var losses = new double[4];
          for (int d = 0; d < 4; d++) {
            inputs[i][j] = (float) (x + step * (d < 2 ? d - 2 : d - 1));
            losses[d] = loss(device, inputs, shapes, formula);
          }
          inputs[i][j] = x;
          gradients[i][j] = (float) ((losses[0] - 8 * losses[1] + 8 * losses[2] - losses[3]) / (12 * step));
        }
      }
      return gradients;
    }

    private static double loss(Device device, float[][] inputs, long[][] shapes, Function<Tensor[], Tensor> formula) {
      var y = Scope.run(() -> new float[][] {formula.apply(tensors(device, inputs, shapes)).floats()})[0];
      var weights = weights(y.length);
      double loss = 0;
      for (int i = 0; i < y.length; i++) {
        loss += (double) weights[i] * y[i];
      }
      return loss;
    }

    private static float[] weights(int n) {
      return normal(new Random(SEED + 1), n);
    }

    private static Tensor[] tensors(Device device, float[][] inputs, long[][] shapes) {
      var tensors = new Tensor[inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        tensors[i] = device.of(inputs[i], shapes[i]);
      }
      return tensors;
    }
  }
}
