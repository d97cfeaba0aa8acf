package wenmai.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wenmai.tensor.Numbers.assertNear;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import wenmai.message.BadInput;
import wenmai.model.io.LanguageModel;
import wenmai.model.io.Pretrained;
import wenmai.tensor.Criterion;
import wenmai.tensor.Device;
import wenmai.tensor.Mask;
import wenmai.tensor.NoLeaks;
import wenmai.tensor.Numbers;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;
import wenmai.tensor.Tensor;
import wenmai.tokenize.Characters;

/// Encoders, and decoders beside an encoder.
@NoLeaks
class EncoderTest {
  static final List<DecoderConfig> CONFIGS = List.of(Tiny.LLAMA, Tiny.GPT, Tiny.LLAMA.untied());
  private static final int T = 9;
  private static final int S = 14;

  @TempDir
  Path folder;

  private static Weights fresh(Device device) {
    return Weights.fresh(device, new Seed(7));
  }

  private static float[] encoded(Encoder model, int[] ids, int rows, Mask mask) {
    return Scope.run(() -> new float[][] {
        model.hidden(model.device().of(ids, rows, ids.length / rows), Pass.whole(mask)).floats()})[0];
  }

  private static float[] written(EncoderDecoder model, int[] source, Mask mask, int[] ids, int rows) {
    return Scope.run(() -> new float[][] {hidden(model, source, mask, ids, rows, Pass.WHOLE).floats()})[0];
  }

  private static Tensor hidden(EncoderDecoder model, int[] source, Mask mask, int[] ids, int rows, Pass pass) {
    var read = model.read(model.device().of(source, rows, source.length / rows), mask, pass);
    return model.hidden(model.device().of(ids, rows, ids.length / rows), read, pass);
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void everyPlaceOfAnEncoderSeesBothSides(DecoderConfig config) {
    try (var model = new Encoder(config, fresh(Device.jvm()))) {
      var ids = Tiny.ids(T);
      var before = encoded(model, ids, 1, Mask.ALL);
      for (int changed : new int[] {0, T / 2, T - 1}) {
        var other = ids.clone();
        other[changed] = (ids[changed] + 1) % Tiny.VOCABULARY;
        var after = encoded(model, other, 1, Mask.ALL);
        for (int t = 0; t < T; t++) {
          assertThat(Arrays.copyOfRange(after, t * config.width(), (t + 1) * config.width())).as("place %d sees %d", t, changed)
              .isNotEqualTo(Arrays.copyOfRange(before, t * config.width(), (t + 1) * config.width()));
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void paddingDoesNotMatter(DecoderConfig config) {
    try (var encoder = new Encoder(config, fresh(Device.jvm())); var pair = new EncoderDecoder(config, fresh(Device.jvm()))) {
      var text = Tiny.ids(T);
      var padded = Arrays.copyOf(text, S);
      var whole = encoded(encoder, text, 1, Mask.ALL);
      var beside = encoded(encoder, padded, 1, new Mask.Lengths(T));
      assertNear("encoder", Arrays.copyOf(beside, whole.length), whole, 1e-5);
      var ids = Arrays.copyOf(text, 5);
      assertNear("decoder", written(pair, padded, new Mask.Lengths(T), ids, 1), written(pair, text, Mask.ALL, ids, 1), 1e-5);
    }
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void aDecoderBesideAnEncoderSeesAllThatWasReadAndNothingThatComes(DecoderConfig config) {
    try (var model = new EncoderDecoder(config, fresh(Device.jvm()))) {
      var source = Tiny.ids(S);
      var ids = Arrays.copyOf(source, T);
      var before = written(model, source, Mask.ALL, ids, 1);
      var other = source.clone();
      other[S - 1] = (source[S - 1] + 1) % Tiny.VOCABULARY;
      var read = written(model, other, Mask.ALL, ids, 1);
      assertThat(Arrays.copyOf(read, config.width())).isNotEqualTo(Arrays.copyOf(before, config.width()));
      ids[5] = (ids[5] + 1) % Tiny.VOCABULARY;
      var after = written(model, source, Mask.ALL, ids, 1);
      assertThat(Arrays.copyOf(after, 5 * config.width())).containsExactly(Arrays.copyOf(before, 5 * config.width()));
      assertThat(after).isNotEqualTo(before);
    }
  }

  private static double learn(EncoderDecoder model, Pass pass) {
    var random = new Random(Numbers.SEED);
    var source = random.ints(2 * S, 0, Tiny.VOCABULARY).toArray();
    var ids = random.ints(2 * T, 0, Tiny.VOCABULARY).toArray();
    var targets = random.ints(2 * T, 0, Tiny.VOCABULARY).toArray();
    model.weights().all().values().forEach(Tensor::requireGrad);
    return Tape.backward(() -> hidden(model, source, new Mask.Lengths(S, S - 3), ids, 2, pass)
        .headLoss(model.head(), model.device().of(targets, targets.length), Criterion.CROSS_ENTROPY, 1));
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void bothBackendsGiveTheSameGradientsAndEveryWeightOne(DecoderConfig config) {
    try (var ours = new EncoderDecoder(config, fresh(Device.jvm())); var theirs = new EncoderDecoder(config, fresh(Device.torch()))) {
      double loss = learn(ours, Pass.WHOLE);
      assertNear("loss", new float[] {(float) loss}, new float[] {(float) learn(theirs, Pass.WHOLE)}, 1e-5);
      ours.weights().all().forEach((name, weight) -> {
        assertThat(weight.grad().squares()).as(name).isPositive();
        assertNear(name, weight.grad().floats(), requireNonNull(theirs.weights().all().get(name)).grad().floats(), 5e-4);
      });
    }
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void recomputedBlocksGiveTheSameGradients(DecoderConfig config) {
    var pass = Pass.training(0.2, new Seed(3));
    try (var kept = new EncoderDecoder(config, fresh(Device.jvm())); var again = new EncoderDecoder(config, fresh(Device.jvm()))) {
      assertThat(learn(again, pass.recomputing(config.layers()))).isEqualTo(learn(kept, pass));
      kept.weights().all().forEach((name, weight) -> assertNear(name,
          requireNonNull(again.weights().all().get(name)).grad().floats(), weight.grad().floats(), 1e-5));
    }
  }

  @Test
  void aFolderGivesBackWhatWasSaved() {
    var tokenizer = Characters.train(List.of("abc").stream(), 20, List.of("<mask>"));
    var ids = Tiny.ids(T);
    for (var config : CONFIGS) {
      var at = folder.resolve("model-" + CONFIGS.indexOf(config));
      try (var encoder = new Encoder(config, fresh(Device.jvm())); var pair = new EncoderDecoder(config, fresh(Device.jvm()))) {
        new Pretrained(encoder, tokenizer).save(at.resolveSibling(at.getFileName() + "-encoder"));
        new Pretrained(pair, tokenizer).save(at.resolveSibling(at.getFileName() + "-pair"));
        try (var one = Pretrained.open(at.resolveSibling(at.getFileName() + "-encoder"), Device.jvm());
            var two = Pretrained.open(at.resolveSibling(at.getFileName() + "-pair"), Device.jvm())) {
          assertThat(one.model().config()).isEqualTo(config);
          assertThat(encoded((Encoder) one.model(), ids, 1, Mask.ALL)).containsExactly(encoded(encoder, ids, 1, Mask.ALL));
          assertThat(written((EncoderDecoder) two.model(), ids, Mask.ALL, ids, 1)).containsExactly(written(pair, ids, Mask.ALL, ids, 1));
        }
      }
    }
  }

  @Test
  void anEncoderIsNotOpenedToWrite() {
    try (var encoder = new Encoder(Tiny.LLAMA, fresh(Device.jvm()))) {
      new Pretrained(encoder, Characters.train(List.of("abc").stream(), 20, List.of())).save(folder.resolve("encoder"));
    }
    assertThatThrownBy(() -> LanguageModel.open(folder.resolve("encoder"), Device.jvm()))
        .isInstanceOf(BadInput.class).hasMessageContaining("no decoder");
  }
}
