package wenmai.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static wenmai.tensor.Numbers.assertNear;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.tensor.Device;
import wenmai.tensor.NoLeaks;
import wenmai.tensor.Tape;
import wenmai.tensor.Tensor;

/// Both factors of the gradient of every matrix, seen on the way back.
@NoLeaks
class WatchedGradientsTest {
  static final List<DecoderConfig> CONFIGS = List.of(Tiny.LLAMA, Tiny.GPT);
  private static final int B = 3;
  private static final int T = 7;
  /// Word vectors, which are the output layer too: their gradient has a second part.
  private static final String TIED = "model.embed_tokens.weight";

  private final int[] ids = Tiny.ids(B * T);

  /// The loss summed over some of the rows, with gradients left at the weights.
  private double learn(CausalModel model, int from, int to, int recomputed, Tape.Watcher watcher) {
    var some = Arrays.copyOfRange(ids, from * T, to * T);
    model.weights().all().values().forEach(Tensor::clearGrad);
    model.weights().all().values().forEach(Tensor::requireGrad);
    return Tape.backward(() -> {
      var hidden = model.hidden(model.device().of(some, to - from, T), Pass.WHOLE.recomputing(recomputed));
      return model.logits(hidden).reshape(some.length, -1).crossEntropy(model.device().of(some, some.length)).mul(some.length);
    }, watcher);
  }

  /// Of every example: Σ (X Xᵀ) ⊙ (G Gᵀ).
  private static float[] squaredNorms(Tensor x, Tensor g) {
    var products = x.matmul(x.transpose(1, 2)).mul(g.matmul(g.transpose(1, 2))).floats();   // [B,T,T]
    var norms = new float[(int) x.size(0)];
    for (int i = 0; i < products.length; i++) {
      norms[i / (products.length / norms.length)] += products[i];
    }
    return norms;
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void normsOfEveryExampleAreThoseOfTheExampleAlone(DecoderConfig config) {
    for (var device : List.of(Device.jvm(), Device.torch())) {
      try (var model = Tiny.model(config, device)) {
        for (int recomputed : new int[] {0, config.layers()}) {
          Map<String, float[]> together = new TreeMap<>();
          learn(model, 0, B, recomputed, (weight, x, g) -> together.put(model.weights().name(weight), squaredNorms(x, g)));
          together.remove(TIED);
          assertThat(together.keySet()).containsExactlyInAnyOrderElementsOf(
              model.weights().all().keySet().stream().filter(name -> name.endsWith("_proj.weight")).toList());
          for (int example = 0; example < B; example++) {
            int row = example;
            learn(model, row, row + 1, 0, Tape.Watcher.NOBODY);
            together.forEach((name, norms) -> assertNear(name + ", example " + row + " on " + device, new float[] {norms[row]},
                new float[] {(float) weight(model, name).grad().squares()}, 1e-4));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theExamplesSumUpToTheGradientOfTheWeight(int recomputed) {
    try (var model = Tiny.model(Tiny.LLAMA, Device.jvm())) {
      Map<String, float[]> sums = new HashMap<>();
      learn(model, 0, B, recomputed, (weight, x, g) -> sums.put(model.weights().name(weight), summed(g.transpose(1, 2).matmul(x))));
      sums.remove(TIED);
      sums.forEach((name, sum) -> assertNear(name, sum, weight(model, name).grad().floats(), 1e-5));
    }
  }

  /// Over the first axis.
  private static float[] summed(Tensor x) {                                          // [B,out,in]
    var all = x.floats();
    var sum = new float[all.length / B];
    for (int i = 0; i < all.length; i++) {
      sum[i % sum.length] += all[i];
    }
    return sum;
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void watchingChangesNoNumber(DecoderConfig config) {
    try (var watched = Tiny.model(config, Device.jvm()); var alone = Tiny.model(config, Device.jvm())) {
      double loss = learn(watched, 0, B, 1, (_, x, g) -> x.mul(2).add(g.sum()));
      assertThat(loss).isEqualTo(learn(alone, 0, B, 1, Tape.Watcher.NOBODY));
      watched.weights().all().forEach((name, weight) -> assertThat(weight.grad().floats()).as(name)
          .containsExactly(weight(alone, name).grad().floats()));
    }
  }

  private static Tensor weight(CausalModel model, String name) {
    return requireNonNull(model.weights().all().get(name));
  }
}
