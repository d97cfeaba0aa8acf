package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.files.Recipes;
import wenmai.message.Failure;
import wenmai.message.Message;

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
    double speed = forecast.tokensPerSecond().orElseThrow();
    assertThat(speed).isPositive();
    assertThat(forecast.hours().orElseThrow() * 3600).isCloseTo(1000 * recipe().tokensPerStep() / speed, within(1e-6));
    int longest = forecast.room().orElseThrow().longestContext();
    assertThat(fits(recipe("model.context=" + longest))).isTrue();
    assertThat(fits(recipe("model.context=" + (longest + 1)))).isFalse();
  }

  @Test
  void aWindowOfOneAndAnLstmHaveASpeedToo() {
    for (var keys : List.of("model={layers: 2, width: 16, heads: 1, context: 5000, window: 1}", "model={kind: lstm, layers: 2, width: 16, context: 5000}")) {
      assertThat(Forecast.of(recipe(keys, "batch=1")).tokensPerSecond().orElseThrow()).as(keys).isPositive().isFinite();
    }
  }

  private static final Pattern ASSIGNED = Pattern.compile("(?:batch|accumulate|model\\.context|recompute)=\\w+");

  /// What an advice names, in parts that are each a whole change.
  private static List<List<String>> changes(Message advice) {
    return Stream.of(advice.en().replaceFirst(".*allowed\\. ", "").split("; "))
        .map(change -> ASSIGNED.matcher(change).results().map(MatchResult::group).toList()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.context=2000000 batch=7", "model.context=100000 batch=64 recompute=0", "model.context=2000 batch=65536 accumulate=1",
      "model.context=100000000 batch=1", "model.context=2000000 batch=997 model.window=500", "model.context=2000000 batch=8 objective=spans"})
  void everyChangeThatIsNamedFits(String keys) {
    var given = keys.split(" ");
    var recipe = recipe(given);
    assertThat(fits(recipe)).isFalse();
    var changes = changes(Forecast.advice(recipe.bench(100), recipe.accumulate(), new Failure("full", "满")).message());
    assertThat(changes).isNotEmpty().allSatisfy(change -> {
      assertThat(change).isNotEmpty();
      var changed = recipe(Stream.concat(Stream.of(given), change.stream()).toArray(String[]::new));
      assertThat(fits(changed)).as(change.toString()).isTrue();
      assertThat(changed.model().context()).isGreaterThanOrEqualTo(64);
    });
  }

  @Test
  void aBatchOfOneIsNotTakenApart() {
    var advice = Forecast.advice(recipe("model.context=100000000", "batch=1").bench(100), 1, new Failure("full", "满")).message();
    assertThat(advice.en()).contains("batch=1", "is the longest that fits").doesNotContain("accumulate", "MaxDirectMemorySize");
    assertThat(advice.zh()).contains("内存不足", "放得下的最长");
  }

  @Test
  void aModelThatIsTooLargeItselfIsToldHowMuchItNeeds() {
    var giant = recipe("model={layers: 10000, width: 16384, heads: 128, context: 32}", "batch=2");
    var advice = Forecast.advice(giant.bench(100), 1, new Failure("full", "满")).message();
    assertThat(advice.en()).contains("too little for the model", "model.layers").containsPattern("need about \\d{4,}\\.\\d GB").doesNotContain("fits", "longest");
    assertThat(advice.zh()).contains("太少", "约需");
    var forecast = Forecast.of(giant);
    assertThat(forecast.tokensPerSecond()).isEmpty();
    assertThat(forecast.room().orElseThrow().longestContext()).isZero();
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
