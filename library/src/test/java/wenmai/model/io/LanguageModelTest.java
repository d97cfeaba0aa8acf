package wenmai.model.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import wenmai.decode.Engine;
import wenmai.decode.Sampling;
import wenmai.files.Json;
import wenmai.message.BadInput;
import wenmai.model.CausalModel;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.FeedForward;
import wenmai.model.Norm;
import wenmai.model.Pass;
import wenmai.model.RopeScaling;
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
    var llama = DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32);
    return Stream.of(llama, DecoderConfig.llama(30, 16, 2, 4, 4, 24, 32).untied(),
        DecoderConfig.gpt(30, 16, 2, 4, 32, false), DecoderConfig.gpt(30, 16, 2, 4, 32, true),
        slowed(new RopeScaling.Linear(2.5)), slowed(new RopeScaling.Llama3(8, 1, 4, 64)),
        withTanh(DecoderConfig.gpt(30, 16, 2, 4, 32, true)), llama.windowed(5, 0));
  }

  /// 8 pairs a head, with wavelengths from 6 to 20,000 positions.
  private static DecoderConfig slowed(RopeScaling scaling) {
    return new DecoderConfig(30, 32, 2, 2, 2, 16, 24, 128, Norm.Kind.RMS, FeedForward.Kind.SWIGLU, true, 10_000, scaling, false,
        true, 1e-5, 0, 0);
  }

  private static DecoderConfig withTanh(DecoderConfig c) {
    return new DecoderConfig(c.vocabulary(), c.width(), c.layers(), c.heads(), c.kvHeads(), c.headWidth(), c.hidden(), c.context(),
        c.norm(), FeedForward.Kind.GELU_TANH, false, c.ropeBase(), c.ropeScaling(), c.bias(), c.tied(), c.epsilon(), 0, 0);
  }

  /// Larger than fresh ones, so that attention is far from even and activations far from straight.
  static Weights weights() {
    var seed = new Seed(3);
    return new Weights(Device.jvm(), (name, start, shape) -> Device.jvm().normal(seed.at(name), shape.length > 1 ? 0 : 0.5, 0.4, shape));
  }

  private Path saved(DecoderConfig config) {
    var tokenizer = Characters.train(Stream.of("abcdefghijklmnopqrstuvwxyz .\n"), 30, List.of());
    try (var model = new LanguageModel(new Decoder(config, weights()), tokenizer)) {
      model.save(folder.resolve("model"));
    }
    return folder.resolve("model");
  }

  static float[] logits(CausalModel decoder) {
    return Scope.run(() -> decoder.logits(decoder.hidden(decoder.device().of(IDS, 1, IDS.length), Pass.WHOLE)).floats());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void whatIsSavedAndOpenedAgainComputesTheSameBits(DecoderConfig config) {
    long before = Scope.live();
    try (var fresh = new Decoder(config, weights());
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
          assertThat((double) logits[i]).isCloseTo(golden.path(i).asDouble(), within(1e-5));
        }
      }
    }
  }

  @Test
  void aLlamaWithoutAGateIsNoLlamaToOtherPrograms() throws IOException {
    var config = DecoderConfig.llama(30, 16, 2, 4, 2, 64, 32).with(FeedForward.Kind.GELU);
    try (var fresh = new Decoder(config, weights());
        var opened = LanguageModel.open(saved(config), Device.jvm())) {
      assertThat(opened.decoder().config()).isEqualTo(config);
      assertThat(logits(opened.decoder())).isEqualTo(logits(fresh));
    }
    assertThat(folder.resolve("model/config.json")).content().contains("\"model_type\" : \"wenmai\"");
  }

  static Stream<Arguments> windows() {
    var llama = DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32);
    return Stream.of(arguments(llama.windowed(5, 0), "mistral"), arguments(llama.windowed(5, 2), "wenmai"),
        arguments(llama.with(FeedForward.Kind.GELU).windowed(7, 0), "wenmai"),
        arguments(DecoderConfig.gpt(30, 16, 2, 4, 32, true).windowed(4, 1), "wenmai-gpt2"));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void aWindowIsSavedAsMistralWritesItWhereMistralHasIt(DecoderConfig config, String type) {
    try (var fresh = new Decoder(config, weights()); var opened = LanguageModel.open(saved(config), Device.jvm())) {
      assertThat(opened.decoder().config()).isEqualTo(config);
      assertThat(logits(opened.decoder())).isEqualTo(logits(fresh));
    }
    var json = Json.read(folder.resolve("model/config.json"));
    assertThat(json.path("model_type").asString()).isEqualTo(type);
    assertThat(json.path("sliding_window").asInt()).isEqualTo(config.window());
  }

  @Test
  void aWindowThatIsNullOrTurnedOffIsNone() throws IOException {
    var llama = DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32);
    assertThat(reread(llama.windowed(5, 0), "\"sliding_window\"\\s*:\\s*5", "\"sliding_window\": null")).isEqualTo(llama);
    assertThat(reread(llama.windowed(5, 0), "\\{", "{\"use_sliding_window\": false,")).isEqualTo(llama);
  }

  @Test
  void gpt2WithAnOutputLayerOfItsOwnOpensToo() {
    var config = DecoderConfig.gpt(30, 16, 2, 4, 32, true).untied();
    try (var fresh = new Decoder(config, weights());
        var opened = LanguageModel.open(saved(config), Device.jvm())) {
      assertThat(logits(opened.decoder())).isEqualTo(logits(fresh));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aModelOnLibtorchIsSavedToTheSameBytes(DecoderConfig config) {
    var ours = saved(config);
    try (var opened = LanguageModel.open(ours, Device.torch())) {
      opened.save(folder.resolve("copy"));
    }
    assertThat(folder.resolve("copy").resolve("model.safetensors")).hasSameBinaryContentAs(ours.resolve("model.safetensors"));
  }

  /// transformers wrote `rope_scaling` before version 5, first with a `type`; `gelu_pytorch_tanh` is another name.
  @Test
  void olderWaysToWriteTheSameConfigAreRead() throws IOException {
    assertThat(reread(slowed(new RopeScaling.Llama3(8, 1, 4, 64)), "\"rope_parameters\"", "\"other\"").ropeScaling())
        .isEqualTo(new RopeScaling.Llama3(8, 1, 4, 64));
    assertThat(reread(slowed(new RopeScaling.Linear(2.5)), "(?s)\"rope_parameters\"(.*)\"rope_type\"", "\"other\"$1\"type\"")
        .ropeScaling()).isEqualTo(new RopeScaling.Linear(2.5));
    assertThat(reread(withTanh(DecoderConfig.gpt(30, 16, 2, 4, 32, true)), "gelu_new", "gelu_pytorch_tanh").feedForward())
        .isEqualTo(FeedForward.Kind.GELU_TANH);
  }

  @Test
  void whatIsNotKnownIsRefusedByName() {
    var llama = DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32);
    assertThatThrownBy(() -> reread(llama, "\"default\"", "\"yarn\"")).isInstanceOf(BadInput.class)
        .hasMessageContaining("rope_type (yarn)");
    assertThatThrownBy(() -> reread(llama, "\"default\"", "\"linear\"")).isInstanceOf(BadInput.class)
        .hasMessageContaining("factor (NaN)");
    assertThatThrownBy(() -> reread(llama, "\"mlp_bias\"\\s*:\\s*false", "\"mlp_bias\": true")).isInstanceOf(BadInput.class)
        .hasMessageContaining("mlp_bias (true)");
    assertThatThrownBy(() -> reread(DecoderConfig.gpt(30, 16, 2, 4, 32, true), "\"gelu\"", "\"quick_gelu\""))
        .isInstanceOf(BadInput.class).hasMessageContaining("activation_function (quick_gelu)");
  }

  /// The shape that a saved config.json gives after a change.
  private DecoderConfig reread(DecoderConfig config, String pattern, String replacement) throws IOException {
    var file = Files.createTempDirectory(folder, "reread").resolve("config.json");
    var text = Json.pretty(ModelConfig.json(config));
    var changed = text.replaceFirst(pattern, replacement);
    assertThat(changed).isNotEqualTo(text);
    return (DecoderConfig) ModelConfig.read(Json.parse(changed, file), file);
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
  void aTokenizerThatKnowsMoreThanTheModelIsRefused() {
    var model = saved(DecoderConfig.llama(27, 16, 2, 4, 2, 24, 32));
    long before = Scope.live();
    assertThatThrownBy(() -> LanguageModel.open(model, Device.jvm())).isInstanceOf(BadInput.class)
        .hasMessageContaining("30 tokens").hasMessageContaining("27");
    assertThat(Scope.live()).isEqualTo(before);
  }

  @Test
  void anAbsurdContextCostsNothing() throws IOException {
    var model = saved(DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32));
    try (var as = LanguageModel.open(model, Device.jvm()); var claimed = LanguageModel.open(claiming(model, "2147483647"), Device.jvm());
        var engine = new Engine(claimed.decoder())) {
      assertThat(logits(claimed.decoder())).isEqualTo(logits(as.decoder()));
      assertThat(engine.generate(IDS, 3, Sampling.GREEDY, Set.of(), id -> true).ids()).hasSize(3);
    }
    claiming(model, "1000000000000");
    assertThatThrownBy(() -> LanguageModel.open(model, Device.jvm())).isInstanceOf(BadInput.class)
        .hasMessageContaining("max_position_embeddings (1000000000000)");
  }

  private static Path claiming(Path model, String context) throws IOException {
    var config = model.resolve("config.json");
    Files.writeString(config, Files.readString(config).replaceFirst("(\"max_position_embeddings\"\\s*:\\s*)\\d+", "$1" + context));
    return model;
  }

  /// Linux tells what is mapped; elsewhere the tensors alone are counted.
  @Test
  void whatWasMappedIsLetGoWhenOpeningFails() throws IOException {
    var model = saved(DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32));
    var config = model.resolve("config.json");
    Files.writeString(config, Files.readString(config).replaceFirst("(\"num_hidden_layers\"\\s*:\\s*)\\d+", "$13"));
    long before = Scope.live();
    assertThatThrownBy(() -> LanguageModel.open(model, Device.jvm())).isInstanceOf(BadInput.class).hasMessageContaining("layers.2");
    assertThat(Scope.live()).isEqualTo(before);
    var maps = Path.of("/proc/self/maps");
    assertThat(Files.exists(maps) ? Files.readString(maps) : "").doesNotContain(model.toString());
  }

  @Test
  void theTemplateAndMoreEndsAreSavedAgain() throws IOException {
    var model = saved(DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32));
    Files.writeString(model.resolve("tokenizer_config.json"), "{\"chat_template\": \"{{ messages[0].content }}\\n\"}");
    for (var ends : List.of("[3,5]", "4")) {
      Files.writeString(model.resolve("generation_config.json"), "{\"eos_token_id\": " + ends + "}");
      var saved = folder.resolve("again" + ends.length());
      try (var opened = LanguageModel.open(model, Device.jvm())) {
        opened.save(saved);
      }
      assertThat(saved.resolve("chat_template.jinja")).hasContent("{{ messages[0].content }}\n");
      assertThat(Json.read(saved.resolve("generation_config.json")).path("eos_token_id").toString()).isEqualTo(ends);
      try (var opened = LanguageModel.open(model, Device.jvm()); var again = LanguageModel.open(saved, Device.jvm())) {
        assertThat(again.ends()).isEqualTo(opened.ends());
        assertThat(again.template()).isEqualTo(opened.template());
      }
    }
  }

  @Test
  void theConfigNamesOnlyTheTokensThatThereAre() {
    var model = saved(DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32));
    for (var file : List.of("config.json", "generation_config.json")) {
      assertThat(Json.read(model.resolve(file)).path("bos_token_id").isNull()).as(file).isTrue();
      assertThat(Json.read(model.resolve(file)).path("eos_token_id").isNull()).as(file).isTrue();
    }
    var ended = Characters.train(Stream.of("abc"), 30, List.of("<pad>", "</s>"));
    try (var made = new LanguageModel(new Decoder(DecoderConfig.llama(30, 16, 2, 4, 2, 24, 32), weights()), ended)) {
      made.save(folder.resolve("ended"));
    }
    var config = Json.read(folder.resolve("ended").resolve("config.json"));
    assertThat(config.path("bos_token_id").isNull()).isTrue();
    assertThat(config.path("eos_token_id").asInt()).isEqualTo(1);
  }

  @Test
  void aFolderWithoutAModelAndAnUnknownKindAreRefused() throws IOException {
    assertThatThrownBy(() -> LanguageModel.open(folder, Device.jvm())).isInstanceOf(BadInput.class).hasMessageContaining("config.json");
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"mamba\"}");
    assertThatThrownBy(() -> LanguageModel.open(folder, Device.jvm())).isInstanceOf(BadInput.class).hasMessageContaining("mamba");
  }
}
