package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wenmai.embed.WordVectors;
import wenmai.embed.WordVectors.Format;
import wenmai.files.Json;
import wenmai.message.Lang;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Weights;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;
import wenmai.tokenize.Characters;

class VectorExportTest {
  private static final int WIDTH = 16;

  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource
  void aModelsEmbeddingIsReadAsWordVectors(Format format) {
    var tokenizer = Characters.train(Stream.of("猫喜欢鱼 ab"), 30, List.of());
    var config = DecoderConfig.llama(tokenizer.vocabularySize(), WIDTH, 1, 2, 2, 24, 64);
    try (var model = new LanguageModel(new Decoder(config, Weights.fresh(Device.jvm(), new Seed(3))), tokenizer)) {
      model.save(folder.resolve("model"));
      var out = folder.resolve("words.vec");
      var ran = Ran.in(Lang.EN, "vectors", "export", folder.resolve("model").toString(), "--out", out.toString(), "--format", format.name(), "--json");
      assertThat(ran.code()).as(ran.err()).isZero();
      var report = Json.parse(ran.out(), "stdout");
      assertThat(List.of(report.path("words").asInt(), report.path("tokens").asInt(), report.path("special").asInt(), report.path("spaces").asInt()))
          .containsExactly(6, 8, 1, 1);
      var vectors = WordVectors.read(out);
      assertThat(vectors.words()).containsExactlyInAnyOrder("猫", "喜", "欢", "鱼", "a", "b");
      var rows = model.decoder().words().floats();
      int cat = tokenizer.id("猫").orElseThrow();
      var row = new float[WIDTH];
      System.arraycopy(rows, cat * WIDTH, row, 0, WIDTH);
      assertThat(vectors.vector("猫")).containsExactly(row);
    }
  }

  @Test
  void whatIsLeftOutIsSaid() {
    var tokenizer = Characters.train(Stream.of("猫 狗"), 30, List.of());
    var config = DecoderConfig.llama(tokenizer.vocabularySize(), WIDTH, 1, 2, 2, 24, 64);
    try (var model = new LanguageModel(new Decoder(config, Weights.fresh(Device.jvm(), new Seed(3))), tokenizer)) {
      model.save(folder.resolve("model"));
    }
    var ran = Ran.in(Lang.ZH, "vectors", "export", folder.resolve("model").toString(), "--out", folder.resolve("words.bin").toString());
    assertThat(ran.out()).contains("2 个词，16 维，词表共 4 个词元", "0 个与另一词元同词", "1 个特殊词元", "1 个含空白");
    assertThat(Ran.in(Lang.EN, "vectors", "export", folder.resolve("none").toString(), "--out", "x.vec").code()).isEqualTo(2);
  }
}
