package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import wenmai.files.Recipes;
import wenmai.message.Failure;

class ForecastTest {
  private static Pretrain recipe(String... more) {
    var keys = new ArrayList<>(List.of("data=[none.txt]", "out=none", "vocabulary=100", "model.layers=4", "model.width=32", "model.heads=2",
        "model.context=32", "batch=4", "steps=1000", "accumulate=2"));
    keys.addAll(List.of(more));
    return Recipes.of(keys, Pretrain.class);
  }

  private static boolean fits(Pretrain recipe) {
    return Recomputation.of(recipe.bench(recipe.vocabulary()), recipe.accumulate()).fits();
  }

  @Test
  void nothingNeedsToBeThereAndHoursFollowFromSpeed() {
    var forecast = Forecast.of(recipe());
    assertThat(forecast.tokensPerSecond()).isPositive();
    assertThat(forecast.hours() * 3600).isCloseTo(1000 * recipe().tokensPerStep() / forecast.tokensPerSecond(), within(1e-6));
    int longest = forecast.room().orElseThrow().longestContext();
    assertThat(fits(recipe("model.context=" + longest))).isTrue();
    assertThat(fits(recipe("model.context=" + (longest + 1)))).isFalse();
  }

  @Test
  void aWindowOfOneAndAnLstmHaveASpeedToo() {
    for (var keys : List.of("model={layers: 2, width: 16, heads: 1, context: 5000, window: 1}", "model={kind: lstm, layers: 2, width: 16, context: 5000}")) {
      assertThat(Forecast.of(recipe(keys, "batch=1")).tokensPerSecond()).as(keys).isPositive().isFinite();
    }
  }

  @Test
  void tooLittleMemoryNamesTheKeysAndValuesThatHelp() {
    var advice = Forecast.advice(recipe("model.context=100000000", "batch=7", "accumulate=1").bench(100), 1, new Failure("full", "满"));
    assertThat(advice.message().en()).contains("batch=7", "model.context=100000000", "batch=1 accumulate=7", "MaxDirectMemorySize")
        .containsPattern("model\\.context=\\d+ is the longest");
    assertThat(advice.message().zh()).contains("内存不足", "batch=1 accumulate=7");
  }

  @Test
  void onAGpuRecomputationIsTheFirstRemedyAndNoFlagOfJavaIsNamed() {
    var advice = Forecast.advice(recipe("device=cuda:0").bench(100), 2, new Failure("full", "满"));
    assertThat(advice.message().en()).startsWith("not enough memory on cuda:0: a step of batch=4").contains("recompute=4 keeps little", "batch=2 accumulate=4")
        .doesNotContain("allowed", "longest", "MaxDirectMemorySize");
    assertThat(advice.message().zh()).startsWith("cuda:0 内存不足").contains("recompute=4", "batch=2 accumulate=4");
    assertThat(Forecast.advice(recipe("device=cuda:0", "recompute=4").bench(100), 2, new Failure("full", "满")).message().en()).doesNotContain("recompute");
  }
}
