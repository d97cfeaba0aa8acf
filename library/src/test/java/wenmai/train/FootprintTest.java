package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.files.Recipes;
import wenmai.model.BackboneConfig;
import wenmai.model.CausalModel;
import wenmai.model.DecoderConfig;
import wenmai.model.FeedForward;
import wenmai.model.LstmConfig;
import wenmai.model.Weights;
import wenmai.tensor.ChildJvm;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;

class FootprintTest {
  static Stream<BackboneConfig> shapes() {
    var llama = DecoderConfig.llama(30, 16, 3, 4, 2, 40, 32);
    return Stream.of(llama, llama.untied(), llama.with(FeedForward.Kind.GELU), DecoderConfig.gpt(30, 16, 3, 4, 32, false),
        DecoderConfig.gpt(30, 16, 3, 4, 32, true), DecoderConfig.gpt(30, 16, 3, 4, 32, true).untied(),
        new LstmConfig(30, 16, 3, 32, true), new LstmConfig(30, 16, 3, 32, false));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void parametersAreCountedAsTheModelHasThem(BackboneConfig c) {
    try (var decoder = CausalModel.of(c, Weights.fresh(Device.jvm(), new Seed(1)))) {
      assertThat(Footprint.of(c, 1, 1).parameters()).isEqualTo(decoder.parameters());
    }
  }

  /// Steps of a model, and the most bytes that its tensors held at once.
  static final class Steps {
    private static final List<String> LLAMA = List.of("model.layers=3", "model.width=128", "model.heads=4", "model.kvHeads=2",
        "model.context=512", "batch=4", "vocabulary=300");
    private static final List<String> GPT = List.of("model.kind=gpt", "model.layers=2", "model.width=96", "model.heads=3",
        "model.context=512", "batch=4", "vocabulary=4000");

    private static final List<String> LSTM = List.of("model.kind=lstm", "model.layers=3", "model.width=192", "model.context=512", "batch=4",
        "vocabulary=300");

    private Steps() {}

    static BenchRecipe recipe(String kind) {
      return Recipes.of(switch (kind) {
        case "llama" -> LLAMA;
        case "gpt" -> GPT;
        case "lstm" -> LSTM;
        default -> Stream.concat(LLAMA.stream(), Stream.of("recompute=3")).toList();
      }, BenchRecipe.class);
    }

    public static void main(String[] args) {
      Speed.of(recipe(System.getProperty("shape")), 0, 1);
      System.out.println(Device.jvm().mostBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "gpt", "lstm", "llama, recomputed"})
  void theTensorsOfAStepHoldWhatTheShapesSay(String kind) throws Exception {
    var recipe = Steps.recipe(kind);
    var f = Footprint.of(recipe.model().config(recipe.vocabulary()), recipe.batch(), 1, recipe.recompute());
    double measured = Long.parseLong(ChildJvm.run(Steps.class, jar -> true, "-Dshape=" + kind));
    assertThat((f.total() - f.kept()) / measured).isCloseTo(1, within(0.1));
  }
}
