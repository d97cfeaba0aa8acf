package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.files.Recipes;
import wenmai.model.Weights;
import wenmai.tensor.ChildJvm;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;

class FootprintTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "kvHeads: 2", "tied: false", "feedForward: gelu", "kind: gpt", "kind: gpt, bias: true", "kind: lstm", "kind: lstm, tied: false"})
  void parametersAreCountedAsTheModelHasThem(String more) {
    for (var objective : more.contains("lstm") ? List.of(Objective.CAUSAL) : List.of(Objective.values())) {
      var recipe = Recipes.of(List.of("model={layers: 3, width: 16, heads: 4, context: 32, " + more + "}", "vocabulary=30",
          "objective=" + objective), BenchRecipe.class);
      try (var learner = Learner.of(recipe, Weights.fresh(Device.jvm(), new Seed(1)))) {
        assertThat(Footprint.of(recipe, 1, 0).parameters()).as("%s", objective).isEqualTo(learner.model().parameters());
      }
    }
  }

  /// Steps of one of the models, and the most bytes that tensors held at once: in a JVM of its own, where no freed blocks of
  /// other sizes wait to be used.
  static final class Steps {
    private static final String WHICH = "wenmai.test.recipe";
    private static final String LLAMA = "model={layers: 3, width: 128, heads: 4, kvHeads: 2, context: 256} vocabulary=300 ";
    private static final String GPT = "model={kind: gpt, layers: 2, width: 96, heads: 3, context: 256} vocabulary=4000 ";

    private Steps() {}

    static List<BenchRecipe> recipes() {
      return Stream.of(GPT + "batch=1 model.context=64 vocabulary=500", GPT + "batch=3", LLAMA + "batch=3 recompute=3", LLAMA + "batch=4 recompute=2",
          LLAMA + "batch=3", LLAMA + "batch=3 optimizer.kind=muon", LLAMA + "batch=1 optimizer.kind=lion", GPT + "batch=2 optimizer={kind: sgd, momentum: 0}", LLAMA + "batch=4 objective=spans", LLAMA + "batch=5 objective=masked", LLAMA + "batch=1 model.context=2000 model.window=64",
          LLAMA + "batch=1 model.context=20000 model.window=64 recompute=3", GPT + "batch=3 recompute=2", LLAMA + "batch=4 objective=spans recompute=3",
          "model={kind: lstm, layers: 3, width: 192, context: 512} vocabulary=300 batch=4")
          .map(keys -> Recipes.of(List.of(keys.split(" (?=\\w+(\\.\\w+)?=)")), BenchRecipe.class)).toList();
    }

    public static void main(String[] args) {
      Speed.of(recipes().get(Integer.getInteger(WHICH)), 0, 1);
      System.out.println(Device.jvm().mostBytes());
    }
  }

  @Test
  void theTensorsOfAStepHoldWhatTheShapesSay() throws Exception {
    var recipes = Steps.recipes();
    for (int i = 0; i < recipes.size(); i++) {
      long measured = Long.parseLong(ChildJvm.run(Steps.class, jar -> true, "-D" + Steps.WHICH + "=" + i));
      assertThat((double) Recomputation.of(recipes.get(i), 1).footprint().tensors() / measured).as("%s", recipes.get(i))
          .isCloseTo(1, within(0.05));
    }
  }
}
