package wenmai.model.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wenmai.files.Json;
import wenmai.message.BadInput;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tokenize.Characters;

class LanguageModelTest {
  private static final int[] IDS = IntStream.range(0, 20).map(i -> i * 7 % 30).toArray();

  @TempDir
  Path folder;

  static Stream<DecoderConfig> shapes() {
    return Stream.of(DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32), DecoderConfig.llama(30, 16, 2, 4, 4, 24, 32).untied(),
        DecoderConfig.gpt(30, 16, 2, 4, 32, false), DecoderConfig.gpt(30, 16, 2, 4, 32, true));
  }

  private Path saved(DecoderConfig config) {
    var tokenizer = Characters.train(Stream.of("abcdefghijklmnopqrstuvwxyz .\n"), 30, List.of());
    try (var model = new LanguageModel(new Decoder(config, Weights.fresh(Device.jvm(), new Seed(3))), tokenizer)) {
      model.save(folder.resolve("model"));
    }
    return folder.resolve("model");
  }

  static float[] logits(Decoder decoder) {
    return Scope.run(() -> decoder.logits(decoder.hidden(decoder.device().of(IDS, 1, IDS.length), Pass.WHOLE)).floats());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void whatIsSavedAndOpenedAgainComputesTheSameBits(DecoderConfig config) {
    long before = Scope.live();
    try (var fresh = new Decoder(config, Weights.fresh(Device.jvm(), new Seed(3)));
        var opened = LanguageModel.open(saved(config), Device.jvm())) {
      assertThat(opened.decoder().config()).isEqualTo(config);
      assertThat(logits(opened.decoder())).isEqualTo(logits(fresh));
    }
    assertThat(Scope.live()).isEqualTo(before);
  }

  /// The logits that transformers 5.24 computes from the directories saved here (golden-logits.json, made by
  /// `GoldenLogits` and `golden_logits.py` beside it).
  @ParameterizedTest
  @MethodSource("shapes")
  void logitsEqualThoseOfTransformers(DecoderConfig config) throws IOException {
    int index = shapes().toList().indexOf(config);
    try (var in = Objects.requireNonNull(getClass().getResourceAsStream("golden-logits.json"))) {
      var golden = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "golden-logits.json").path(index);
      try (var opened = LanguageModel.open(saved(config), Device.jvm())) {
        var logits = logits(opened.decoder());
        assertThat(golden.size()).isEqualTo(logits.length);
        for (int i = 0; i < logits.length; i++) {
          assertThat((double) logits[i]).isCloseTo(golden.path(i).asDouble(), within(2e-6));
        }
      }
    }
  }

  @Test
  void gpt2WithAnOutputLayerOfItsOwnOpensToo() {
    var config = DecoderConfig.gpt(30, 16, 2, 4, 32, true).untied();
    try (var fresh = new Decoder(config, Weights.fresh(Device.jvm(), new Seed(3)));
        var opened = LanguageModel.open(saved(config), Device.jvm())) {
      assertThat(logits(opened.decoder())).isEqualTo(logits(fresh));
    }
  }

  @Test
  void attentionScaledOtherwiseIsRefused() throws IOException {
    var config = saved(DecoderConfig.gpt(30, 16, 2, 4, 32, true)).resolve("config.json");
    Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"scale_attn_by_inverse_layer_idx\": true,"));
    assertThatThrownBy(() -> LanguageModel.open(folder.resolve("model"), Device.jvm())).isInstanceOf(BadInput.class)
        .hasMessageContaining("scale_attn_by_inverse_layer_idx");
  }

  @Test
  void aShapeThatContradictsTheConfigIsNamed() throws IOException {
    var model = saved(DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32));
    var config = model.resolve("config.json");
    Files.writeString(config, Files.readString(config).replaceAll("\"intermediate_size\"\\s*:\\s*24", "\"intermediate_size\": 25"));
    assertThatThrownBy(() -> LanguageModel.open(model, Device.jvm())).isInstanceOf(BadInput.class).hasMessageContaining("[24, 16]")
        .hasMessageContaining("[25, 16]");
  }

  @Test
  void aFolderWithoutAModelAndAnUnknownKindAreRefused() throws IOException {
    assertThatThrownBy(() -> LanguageModel.open(folder, Device.jvm())).isInstanceOf(BadInput.class).hasMessageContaining("config.json");
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"mamba\"}");
    assertThatThrownBy(() -> LanguageModel.open(folder, Device.jvm())).isInstanceOf(BadInput.class).hasMessageContaining("mamba");
  }
}
