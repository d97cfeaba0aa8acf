package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import wenmai.files.Recipes;
import wenmai.tensor.Device;
import wenmai.tensor.Tape;
import wenmai.tensor.Tensor;

class AdamWTest {
  private static final double[] TARGET = {0.5, -1.25, 2.0, 0.1, -0.3};

  /// The formulas of Loshchilov 2017, algorithm 2, in double precision, on f(w) = Σ (w − target)².
  @Test
  void aHundredStepsFollowThePaper() {
    var o = Recipes.of(List.of("rate=0.05", "decay=0.1", "beta1=0.9", "beta2=0.99", "clip=0"), Optimization.class);
    var device = Device.jvm();
    var weight = device.of(new float[] {1, 1, 1, 1, 1}, 1, 5).own();
    var target = device.of(new float[] {0.5f, -1.25f, 2.0f, 0.1f, -0.3f}, 1, 5).own();
    var weights = new LinkedHashMap<String, Tensor>();
    weights.put("w", weight);
    var w = new double[] {1, 1, 1, 1, 1};
    var m = new double[5];
    var v = new double[5];
    try (var optimizer = new AdamW(weights, o); weight; target) {
      for (int step = 0; step < 100; step++) {
        Tape.backward(() -> weight.sub(target).mul(weight.sub(target)).sum());
        optimizer.step(step, 0.05, optimizer.gradientNorm());
        for (int i = 0; i < 5; i++) {
          double g = 2 * (w[i] - TARGET[i]);
          m[i] = 0.9 * m[i] + 0.1 * g;
          v[i] = 0.99 * v[i] + 0.01 * g * g;
          w[i] -= 0.05 * (0.1 * w[i] + m[i] / (1 - Math.pow(0.9, step + 1)) / (Math.sqrt(v[i] / (1 - Math.pow(0.99, step + 1))) + 1e-8));
        }
      }
      for (int i = 0; i < 5; i++) {
        assertThat((double) weight.floats()[i]).isCloseTo(w[i], within(1e-5));
      }
    }
  }

  @Test
  void clippingBoundsTheNormAndVectorsDoNotDecay() {
    var o = Recipes.of(List.of("rate=1", "lastRate=0", "decay=0.5", "beta1=0", "beta2=0", "clip=1"), Optimization.class);
    var device = Device.jvm();
    var matrix = device.of(new float[] {4}, 1, 1).own();
    var vector = device.of(new float[] {4}, 1).own();
    var weights = new LinkedHashMap<String, Tensor>();
    weights.put("m", matrix);
    weights.put("v", vector);
    try (var optimizer = new AdamW(weights, o); matrix; vector) {
      Tape.backward(() -> matrix.reshape(1).mul(3).add(vector.mul(4)).sum());
      assertThat(optimizer.gradientNorm()).isCloseTo(5, within(1e-6));
      optimizer.step(0, 1, 5);
      // With both betas 0 a step is the sign of the gradient; the matrix also loses half of itself.
      assertThat(matrix.item()).isCloseTo(4 - 2 - 1, within(1e-5));
      assertThat(vector.item()).isCloseTo(4 - 1, within(1e-5));
    }
  }
}
