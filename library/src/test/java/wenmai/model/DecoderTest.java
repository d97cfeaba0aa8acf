package wenmai.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static wenmai.tensor.Numbers.assertNear;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import wenmai.tensor.Device;
import wenmai.tensor.NoLeaks;
import wenmai.tensor.Precision;
import wenmai.tensor.Residual;
import wenmai.tensor.Seed;
import wenmai.tensor.Tensor;

@NoLeaks
class DecoderTest {
  static final List<DecoderConfig> ATTENDING = List.of(Tiny.LLAMA, Tiny.GPT, Tiny.LLAMA.windowed(5, 0), Tiny.LLAMA.windowed(4, 3),
      Tiny.GPT.windowed(6, 1));
  static final List<BackboneConfig> CONFIGS = Stream.<BackboneConfig>concat(ATTENDING.stream(), Stream.of(Tiny.LSTM)).toList();

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void bothBackendsGiveTheSameLogits(BackboneConfig config) {
    try (var ours = Tiny.model(config, Device.jvm()); var theirs = Tiny.model(config, Device.torch())) {
      var ids = Tiny.ids(3 * Tiny.CONTEXT);
      assertNear("logits", Tiny.logits(ours, ids, 3, Pass.WHOLE), Tiny.logits(theirs, ids, 3, Pass.WHOLE), 1e-4);
    }
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void bothBackendsGiveTheSameGradients(BackboneConfig config) {
    try (var ours = Tiny.model(config, Device.jvm()); var theirs = Tiny.model(config, Device.torch())) {
      var ids = Tiny.ids(2 * Tiny.CONTEXT);
      double loss = Tiny.learn(ours, ids, 2, Pass.WHOLE);
      assertThat(loss).isCloseTo(Tiny.learn(theirs, ids, 2, Pass.WHOLE), offset(1e-5));
      assertThat(loss).isCloseTo(Math.log(Tiny.VOCABULARY), offset(0.1));
      ours.weights().all().forEach((name, weight) -> assertNear(name, weight.grad().floats(),
          requireNonNull(theirs.weights().all().get(name)).grad().floats(), 3e-4));
    }
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void recomputedBlocksGiveTheSameGradientsBitForBit(BackboneConfig config) {
    for (var device : List.of(Device.jvm(), Device.torch())) {
      var pass = Pass.training(0.2, new Seed(3));
      try (var kept = Tiny.model(config, device); var recomputed = Tiny.model(config, device)) {
        assertRecomputationChangesNothing(kept, recomputed, 2, pass);
      }
    }
  }

  @Test
  void branchesInPiecesGiveTheSameGradientsBitForBit() {
    assertPiecesChangeNothing(Precision.FP32);
  }

  @Test
  @Tag("vnni")
  void andSoDoThoseIn8Bits() {
    assertPiecesChangeNothing(Precision.INT8);
  }

  private static void assertPiecesChangeNothing(Precision precision) {
    int rows = (2 * Residual.ROWS + Residual.ROWS / 2) / Tiny.CONTEXT;
    for (var config : List.of(DecoderConfig.llama(Tiny.VOCABULARY, 32, 2, 4, 2, 48, Tiny.CONTEXT), Tiny.GPT)) {
      try (var kept = Tiny.model(config, Device.jvm()); var pieces = Tiny.model(config, Device.jvm())) {
        assertRecomputationChangesNothing(kept, pieces, rows, Pass.training(0.2, new Seed(3)).in(precision));
        var ids = Tiny.ids(rows * Tiny.CONTEXT);
        assertThat(Arrays.copyOf(Tiny.logits(kept, ids, rows, Pass.WHOLE.in(precision)), 4 * Tiny.CONTEXT * Tiny.VOCABULARY))
            .containsExactly(Tiny.logits(kept, Arrays.copyOf(ids, 4 * Tiny.CONTEXT), 4, Pass.WHOLE.in(precision)));
      }
    }
  }

  private static void assertRecomputationChangesNothing(CausalModel kept, CausalModel recomputed, int rows, Pass pass) {
    var ids = Tiny.ids(rows * Tiny.CONTEXT);
    double loss = Tiny.learn(kept, ids, rows, pass);
    assertThat(Tiny.learn(recomputed, ids, rows, pass.recomputing(kept.config().layers()))).isEqualTo(loss);
    kept.weights().all().forEach((name, weight) -> assertThat(requireNonNull(recomputed.weights().all().get(name)).grad().floats())
        .as(name).containsExactly(weight.grad().floats()));
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void aLaterIdChangesNoEarlierScore(BackboneConfig config) {
    for (var device : List.of(Device.jvm(), Device.torch())) {
      try (var model = Tiny.model(config, device)) {
        var ids = Tiny.ids(20);
        var before = Tiny.logits(model, ids, 1, Pass.WHOLE);
        int changed = 13;
        ids[changed] = (ids[changed] + 1) % Tiny.VOCABULARY;
        var after = Tiny.logits(model, ids, 1, Pass.WHOLE);
        int first = changed * Tiny.VOCABULARY;
        assertThat(Arrays.copyOf(after, first)).containsExactly(Arrays.copyOf(before, first));
        assertThat(after).isNotEqualTo(before);
      }
    }
  }

  /// Keys and values in memory for the whole context, of one row.
  private static final class Remembering implements Cache, AutoCloseable {
    private final Tensor[][] seen;
    private int length;

    Remembering(DecoderConfig c, Device device) {
      seen = new Tensor[c.layers()][2];
      for (var layer : seen) {
        Arrays.setAll(layer, i -> device.zeros(1, c.kvHeads(), c.context(), c.headWidth()).own());
      }
    }

    @Override
    public Seen append(int layer, Tensor keys, Tensor values) {
      return new Seen(append(seen[layer][0], keys), append(seen[layer][1], values));
    }

    private Tensor append(Tensor all, Tensor fresh) {
      all.narrow(2, length, fresh.size(2)).assign(fresh);
      return all.narrow(2, 0, length + fresh.size(2));
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public void close() {
      for (var layer : seen) {
        Arrays.asList(layer).forEach(Tensor::close);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ATTENDING")
  void decodingStepByStepEqualsOnePass(DecoderConfig config) {
    for (var device : List.of(Device.jvm(), Device.torch())) {
      try (var model = Tiny.model(config, device); var cache = new Remembering(config, device)) {
        var ids = Tiny.ids(20);
        var whole = Tiny.logits(model, ids, 1, Pass.WHOLE);
        for (int step : new int[] {7, 1, 1, 4, 1, 6}) {
          int end = cache.length + step;
          var scores = Tiny.logits(model, Arrays.copyOfRange(ids, cache.length, end), 1, Pass.continuing(cache));
          assertNear("step to " + end + " on " + device, scores,
              Arrays.copyOfRange(whole, cache.length * Tiny.VOCABULARY, end * Tiny.VOCABULARY), 1e-4);
          cache.length = end;
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void theSameSeedDropsTheSame(BackboneConfig config) {
    for (var device : List.of(Device.jvm(), Device.torch())) {
      try (var model = Tiny.model(config, device)) {
        var ids = Tiny.ids(20);
        var once = Tiny.logits(model, ids, 1, Pass.training(0.2, new Seed(3)));
        assertThat(Tiny.logits(model, ids, 1, Pass.training(0.2, new Seed(3)))).containsExactly(once);
        assertThat(Tiny.logits(model, ids, 1, Pass.training(0.2, new Seed(4)))).isNotEqualTo(once);
      }
    }
  }

  /// Through L layers with windows of W, a position knows the last L · (W − 1) before it and no others.
  @Test
  void throughAWindowAPositionKnowsTheLastOnesOnly() {
    var config = Tiny.LLAMA.windowed(5, 0);
    int known = config.layers() * 4 + 1;
    try (var model = Tiny.model(config, Device.jvm()); var open = Tiny.model(Tiny.LLAMA, Device.jvm())) {
      var ids = Tiny.ids(Tiny.CONTEXT);
      var last = last(model, ids);
      assertNear("the last " + known, last, last(model, Arrays.copyOfRange(ids, ids.length - known, ids.length)), 1e-5);
      assertThat(last(model, Arrays.copyOfRange(ids, ids.length - known + 1, ids.length))).isNotEqualTo(last);
      assertThat(last(open, ids)).isNotEqualTo(last);
    }
  }

  /// The scores after the last id.
  private static float[] last(CausalModel model, int... ids) {
    var all = Tiny.logits(model, ids, 1, Pass.WHOLE);
    return Arrays.copyOfRange(all, all.length - Tiny.VOCABULARY, all.length);
  }

  @Test
  void aModelKnowsItsSize() {
    try (var model = Tiny.model(Tiny.LLAMA, Device.jvm())) {
      int attention = 24 * 24 + 2 * 24 * 12 + 24 * 24;
      assertThat(model.parameters()).isEqualTo(37 * 24 + 2 * (attention + 3 * 24 * 40 + 2 * 24) + 24);
    }
  }
}
