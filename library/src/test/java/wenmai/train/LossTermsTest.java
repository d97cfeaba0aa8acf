package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;
import static wenmai.tensor.Numbers.assertNear;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.tensor.Criterion;
import wenmai.tensor.Device;
import wenmai.tensor.NoLeaks;
import wenmai.tensor.Numbers;
import wenmai.tensor.Numbers.Slopes;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;
import wenmai.tensor.Tensor;
import wenmai.train.LossTerms.Form;

@NoLeaks
class LossTermsTest {
  private static final int R = 6;
  private static final int D = 3;
  private static final int V = 9;
  /// With a duplicate, and one that does not count.
  private static final int[] TARGETS = {4, 7, 4, -1, 0, 7};

  private static LossTerms terms(String... overrides) {
    return Recipes.of(List.of(overrides), LossTerms.class);
  }

  private static LossTerms similarity(Form form) {
    return new LossTerms(0, 0.5, form, 0.3, 0, 0);
  }

  /// The formula in fp64, pair by pair.
  private static double twin(Form form, float[] hidden, float[] words) {
    double sum = 0;
    int counted = 0;
    for (int r = 0; r < R; r++) {
      if (TARGETS[r] < 0) {
        continue;
      }
      double z = 0;
      double cost = 0;
      for (int v = 0; v < V; v++) {
        int word = v;
        if (Arrays.stream(TARGETS).noneMatch(t -> t == word)) {
          continue;
        }
        double s = 0;
        for (int i = 0; i < D; i++) {
          s += hidden[r * D + i] * words[v * D + i] / 0.3;
        }
        z += Math.exp(s);
        boolean right = v == TARGETS[r];
        cost -= form == Form.SOFTMAX ? (right ? s : 0) : Math.log(1 / (1 + Math.exp(right ? Math.log(3) - s : s - Math.log(3))));
      }
      sum += cost + (form == Form.SOFTMAX ? Math.log(z) : 0);
      counted++;
    }
    return 0.5 * sum / counted;
  }

  @ParameterizedTest
  @EnumSource
  void similarityEqualsItsFormulaAndItsGradientTheSlope(Form form) {
    var random = new Random(SEED);
    var inputs = new float[][] {Numbers.normal(random, R * D), Numbers.normal(random, V * D)};
    var shapes = new long[][] {{1, R, D}, {V, D}};
    var ours = Slopes.of(Device.jvm(), inputs, shapes, x -> similarity(form).similarity(x[0], x[1], TARGETS, 1));
    assertNear("loss", ours.result(), new float[] {(float) twin(form, inputs[0], inputs[1])}, 1e-5);
    var differences = Slopes.byDifferences(Device.jvm(), inputs, shapes, x -> similarity(form).similarity(x[0], x[1], TARGETS, 1));
    var theirs = Slopes.of(Device.torch(), inputs, shapes, x -> similarity(form).similarity(x[0], x[1], TARGETS, 1));
    for (int i = 0; i < 2; i++) {
      assertNear("gradient " + i, ours.gradients()[i], differences[i], 2e-3);
      assertNear("gradient " + i + " of torch", ours.gradients()[i], theirs.gradients()[i], 1e-4);
    }
  }

  @Test
  void overAllWordsAtTemperatureOneSoftmaxSimilarityIsCrossEntropy() {
    var random = new Random(SEED);
    Scope.run(() -> {
      var hidden = Device.jvm().of(Numbers.normal(random, V * D), V, D);
      var words = Device.jvm().of(Numbers.normal(random, V * D), V, D);
      var targets = new int[] {3, 1, 4, 0, 5, 8, 2, 6, 7};
      assertThat(terms("similarity=1").similarity(hidden, words, targets, 1).item())
          .isEqualTo(hidden.headLoss(words, Device.jvm().of(targets, V), Criterion.CROSS_ENTROPY, 1).item());
    });
  }

  private static Tensor loss(Decoder model, Batches batch, LossTerms terms, double scale) {
    return Loss.of(new Learner.Causal(model), Exercise.of(batch), Pass.WHOLE, terms, scale);
  }

  @Test
  void theTermsAddUpByTheirWeights() {
    try (var model = new Decoder(DecoderConfig.llama(V, 8, 1, 2, 2, 16, 6), Weights.fresh(Device.jvm(), new Seed(3)))) {
      Scope.run(() -> {
        var batch = new Batches(new int[] {1, 2, 3, 4, 5, 6}, TARGETS, 1, R);
        double both = loss(model, batch, terms("crossEntropy=0.7", "similarity=0.2"), 0.5).item();
        double entropy = Loss.nextToken(model, batch, Pass.WHOLE).item();
        double alike = loss(model, batch, terms("crossEntropy=0", "similarity=1"), 1).item();
        assertThat(both).isCloseTo(0.5 * (0.7 * entropy + 0.2 * alike), within(1e-5));
      });
    }
  }

  @Test
  void whereNoTargetCountsNothingIsLearned() {
    Scope.run(() -> {
      var hidden = Device.jvm().of(new float[] {1, 2, 3}, 1, D).requireGrad();
      var words = Device.jvm().of(new float[] {1, 2, 3}, 1, D);
      assertThat(Tape.backward(() -> similarity(Form.SIGMOID).similarity(hidden, words, new int[] {-1}, 1))).isZero();
      assertThat(hidden.grad().floats()).containsOnly(0);
    });
  }

  @Test
  void weightsThatTrainNothingAreRefused() {
    assertThatThrownBy(() -> terms("crossEntropy=0")).isInstanceOf(BadInput.class).hasMessageContaining("both 0");
    assertThatThrownBy(() -> terms("temperature=0")).isInstanceOf(BadInput.class).hasMessageContaining("temperature (0.0)");
    assertThatThrownBy(() -> terms("labelSmoothing=1")).isInstanceOf(BadInput.class).hasMessageContaining("labelSmoothing (1.0)");
    assertThatThrownBy(() -> terms("zLoss=-1")).isInstanceOf(BadInput.class).hasMessageContaining("zLoss (-1.0)");
    assertThatThrownBy(() -> Recipes.of(List.of("data=[x]", "out=y", "loss.crossEntropy=0", "loss.similarity=1", "model.tied=false"),
        Pretrain.class)).isInstanceOf(BadInput.class).hasMessageContaining("output layer");
  }
}
