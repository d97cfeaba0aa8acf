package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wenmai.message.Lang;
import wenmai.tensor.Precision;
import wenmai.train.Footprint;
import wenmai.train.Forecast;

class PlanTest {
  @TempDir
  Path folder;

  @Test
  void itSaysWhatARecipeNeedsAndTouchesNothing() throws IOException {
    var recipe = Files.writeString(folder.resolve("r.yaml"), """
        data: [nowhere.txt]
        out: %s
        model: {layers: 1, width: 16, heads: 2, context: 8}
        vocabulary: 20
        """.formatted(folder.resolve("out")));
    var ran = Ran.in(Lang.ZH, "plan", recipe.toString(), "model.context=16");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("参数", "激活值", "放得下的最长上下文", "每秒", "分钟");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void whereTheMemoryIsTooLittleItStillSaysHowMuchIsNeeded(Lang lang) throws IOException {
    var recipe = Files.writeString(folder.resolve("giant.yaml"), "data: [nowhere.txt]\nout: out\nmodel: {layers: 3000, width: 16384, heads: 128}\nvocabulary: 100_000\n");
    var ran = Ran.in(lang, "plan", recipe.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains(lang == Lang.ZH ? List.of("参数", "激活值", "没有", "未测量", "这些内存对该模型太少")
        : List.of("parameters", "activations", "none", "not measured", "too little for the model"));
    assertThat(Ran.in(lang, "plan", recipe.toString(), "--json").out()).contains("\"longestContext\":0", "\"tokensPerSecond\":null", "\"hours\":null");
  }

  @Test
  void ofAGpuItComparesNothingWithTheMachinesMemory() {
    var footprint = new Footprint(1_000_000, 4_000_000_000L, 8_000_000_000L, 4_000_000_000L, 2_000_000_000L, 0, 300_000_000, 300_000_000);
    var forecast = new Forecast(footprint, footprint.tensors(), Optional.empty(), 0, Precision.BF16, OptionalDouble.of(1e6), OptionalDouble.of(2));
    for (var lang : Lang.values()) {
      var rows = Plan.rows(forecast, Ran.console(lang, new ByteArrayOutputStream(), new ByteArrayOutputStream(), Screen.NONE)).toString();
      assertThat(rows).contains("18.00 GB", lang == Lang.ZH ? "未知" : "whose memory is not known").doesNotContain("Java", "longest", "最长", "可用");
    }
  }
}
