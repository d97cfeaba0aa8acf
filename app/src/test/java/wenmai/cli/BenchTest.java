package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import wenmai.files.Recipes;
import wenmai.message.Lang;
import wenmai.train.BenchRecipe;

class BenchTest {
  @TempDir
  Path folder;

  private String recipe = "";

  @BeforeEach
  void writeRecipe() throws IOException {
    recipe = Files.writeString(folder.resolve("tiny.yaml"), """
        model: {kind: gpt, layers: 1, width: 16, heads: 2, context: 8}
        vocabulary: 20
        batch: 2
        """).toString();
  }

  @Test
  void jsonHoldsTheTimeOfAStepTheMemoryAndTheLoss() {
    var ran = Ran.in(Lang.EN, "bench", recipe, "context=32", "--steps", "3", "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    var report = JsonMapper.shared().readValue(ran.out(), Bench.Report.class);
    assertThat(report.parameters()).isEqualTo(20 * 16 + 32 * 16 + 12 * 16 * 16 + 3 * 16);
    assertThat(report.stepMillis()).isPositive();
    assertThat(report.tokensPerSecond()).isCloseTo(2 * 32 / report.stepMillis() * 1e3, within(1e-6));
    assertThat(report.peakResidentBytes()).isGreaterThan(10_000_000);
    assertThat(report.loss()).isBetween(0.0, 2 * Math.log(20));
  }

  @Test
  void theLineIsInTheUsersLanguageAndNoStepsAreRefused() {
    assertThat(Ran.in(Lang.ZH, "bench", recipe, "--steps", "1").out()).contains("每步", "个参数");
    assertThat(Ran.in(Lang.EN, "bench", recipe, "--steps", "0")).matches(r -> r.code() == 2).extracting(Ran::err).asString()
        .contains("--steps (0) must be at least 1");
  }

  @Test
  void theProfileSaysWhereTimeAndMemoryGo() {
    // Which operations take so much that they have a row depends on what else the machine does.
    assertThat(Ran.in(Lang.EN, "bench", recipe, "--steps", "2", "--profile").out()).contains("operation", "in all", "memory at its peak", "optimizer")
        .containsAnyOf("linear", "attend", "outer");
    var json = Ran.in(Lang.ZH, "bench", recipe, "--steps", "2", "--profile", "--json");
    assertThat(json.out().lines()).hasSize(1);
    assertThat(json.err()).contains("毫秒/步", "合计", "优化器").containsAnyOf("linear", "attend", "outer");
  }

  @Test
  void aProfileOfAGpuIsRefusedBeforeOneIsLookedFor() throws IOException {
    var bench = Ran.in(Lang.EN, "bench", recipe, "device=cuda", "--profile");
    assertThat(bench.code()).isEqualTo(2);
    assertThat(bench.err()).contains("--profile", "cuda:0 only takes orders", "nsys");
    var text = Files.writeString(folder.resolve("text.txt"), "text");
    var pretrain = Ran.in(Lang.ZH, "pretrain", recipe, "vocabulary=20", "data=[" + text + "]", "out=" + folder.resolve("out"), "device=cuda:1", "--profile");
    assertThat(pretrain.code()).isEqualTo(2);
    assertThat(pretrain.err()).contains("--profile", "cuda:1 此时只是接受了任务");
  }

  @Test
  void aRecipeForTrainingIsMeasuredAsItStands() throws IOException {
    var training = Files.writeString(folder.resolve("training.yaml"), Files.readString(Path.of(recipe)) + """
        data: [nowhere.txt]
        out: nowhere
        steps: 500
        sampleEvery: 100
        """);
    var ran = Ran.in(Lang.EN, "bench", training.toString(), "dropout=0.1", "--steps", "1", "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(JsonMapper.shared().readValue(ran.out(), Bench.Report.class).parameters()).isEqualTo(20 * 16 + 8 * 16 + 12 * 16 * 16 + 3 * 16);
    assertThat(Ran.in(Lang.EN, "bench", training.toString(), "step=3")).matches(r -> r.code() == 2).extracting(Ran::err).asString()
        .contains("unknown key step");
  }

  @Test
  void theRecipesThatComeWithWenmaiAreWhole() {
    for (var name : List.of("chinese-english", "masked-encoder", "shakespeare-char", "shakespeare-gpt", "similarity-char", "spans-encoder-decoder")) {
      var recipe = Path.of("..", "recipes", name + ".yaml");
      var whole = Recipes.read(recipe, List.of(), wenmai.train.Pretrain.class);
      assertThat(Recipes.part(recipe, List.of(), BenchRecipe.class, wenmai.train.Pretrain.class)).extracting(BenchRecipe::model, BenchRecipe::batch)
          .containsExactly(whole.model(), whole.batch());
    }
    var recipes = Path.of(System.getProperty("user.dir")).resolveSibling("benchmarks").resolve("recipes");
    for (var name : List.of("shakespeare-10m", "gpt2-124m", "long-23m")) {
      var read = Recipes.read(recipes.resolve(name + ".yaml"), List.of("context=2048"), BenchRecipe.class);
      assertThat(read.model().context()).isEqualTo(2048);
    }
  }
}
