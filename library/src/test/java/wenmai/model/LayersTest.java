package wenmai.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.tensor.Device;
import wenmai.tensor.Mask;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tensor;

/// Layers that stand alone.
class LayersTest {
  private static final DecoderConfig SHAPE = DecoderConfig.gpt(11, 8, 1, 2, 7, true);

  private final Device device = Device.jvm();

  private static void near(Tensor a, Tensor b) {
    assertThat(a.shape()).containsExactly(b.shape());
    assertThat(a.floats()).containsExactly(b.floats(), within(1e-5f));
  }

  /// A model whose values are large enough to tell.
  private static Weights weights(Device device) {
    return new Weights(device, (name, start, shape) -> device.normal(new Seed(7).at(name), 0, 0.5, shape));
  }

  @Test
  void paddingChangesNothing() {
    try (var weights = weights(device)) {
      var model = new Chain(new Embedding(weights, SHAPE), new Block(weights, SHAPE, 0), new Mean());
      var padded = new Padded(new int[] {1, 2, 3, 0, 0, 4, 5, 6, 7, 8}, new int[] {3, 5});
      var both = model.apply(padded.tensor(device), Pass.whole(padded.mask()));
      var first = model.apply(device.of(new int[] {1, 2, 3}, 1, 3), Pass.whole(Mask.ALL));
      var second = model.apply(device.of(new int[] {4, 5, 6, 7, 8}, 1, 5), Pass.whole(Mask.ALL));
      near(both.narrow(0, 0, 1), first);
      near(both.narrow(0, 1, 1), second);
    }
  }

  @Test
  void theMeanIsOverWhatTheLastPositionSees() {
    var x = device.of(new float[] {1, 2, 3, 4, 5, 60}, 1, 3, 2);
    near(new Mean().apply(x, Pass.WHOLE), device.of(new float[] {3, 22}, 1, 2));
    near(new Mean().apply(x, Pass.whole(new Mask.Lengths(2))), device.of(new float[] {2, 3}, 1, 2));
    near(new Mean().apply(x, Pass.whole(new Mask.Window(1, 0))), device.of(new float[] {5, 60}, 1, 2));
  }

  @Test
  void aChainIsItsLayersInOrder() {
    try (var weights = weights(device)) {
      var up = new Linear(weights, "up", 2, 3, true, 1);
      var down = new Linear(weights, "down", 3, 1, true, 1);
      var x = device.of(new float[] {1, 2, 3, 4}, 2, 2);
      near(new Chain(up, down).apply(x, Pass.WHOLE), down.apply(up.apply(x, Pass.WHOLE), Pass.WHOLE));
    }
  }

  @Test
  void theHeadsOfABlockAreThoseItMixes() {
    try (var weights = weights(device)) {
      var block = new Block(weights, SHAPE, 0);
      var x = device.normal(new Seed(3), 0, 1, 1, 5, 8);
      var heads = block.heads(x, Pass.WHOLE);
      var mixed = heads.q().attentionWeights(heads.k(), Mask.CAUSAL).matmul(heads.v());               // [1,2,5,4]
      near(mixed, heads.q().attend(heads.k(), heads.v(), Mask.CAUSAL));
      var attended = new Linear(named(weights, "model.layers.0.self_attn.o_proj"), "o", 8, 8, true, 1)
          .apply(mixed.transpose(1, 2).reshape(1, 5, 8), Pass.WHOLE);
      var y = x.add(attended);
      var norm = new Norm(named(weights, "model.layers.0.post_attention_layernorm"), "o", SHAPE);
      var thought = new FeedForward(named(weights, "model.layers.0.mlp"), "o", SHAPE);
      near(y.add(thought.apply(norm.apply(y, Pass.WHOLE), Pass.WHOLE)), block.apply(x, Pass.WHOLE));
    }
  }

  /// The weights under `prefix`, under the name "o".
  private static Weights named(Weights weights, String prefix) {
    return new Weights(weights.device(), (name, start, shape) ->
        Objects.requireNonNull(weights.all().get(prefix + name.substring(1)), name).mul(1));
  }

  @Test
  void lookingAtHeadsKeepsThemAndNothingElse() {
    try (var weights = weights(device)) {
      var block = new Block(weights, SHAPE, 0);
      long before = Scope.live();
      Scope.run(() -> {
        var x = device.normal(new Seed(3), 0, 1, 1, 5, 8);
        long here = Scope.live();
        block.heads(x, Pass.WHOLE);
        assertThat(Scope.live() - here).isEqualTo(3);
      });
      assertThat(Scope.live()).isEqualTo(before);
    }
  }

  @Test
  void aBlockByItselfTurnsNoPositions() {
    try (var weights = weights(device)) {
      assertThatThrownBy(() -> new Block(weights, DecoderConfig.llama(11, 8, 1, 2, 2, 16, 7), 0))
          .isInstanceOf(BadInput.class).hasMessageContaining("rotary");
    }
  }
}
