package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.model.Block;
import wenmai.model.Chain;
import wenmai.model.DecoderConfig;
import wenmai.model.Embedding;
import wenmai.model.Linear;
import wenmai.model.Mean;
import wenmai.model.Padded;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;

/// Learning whether id 1 stands in a text of ids.
class FitTest {
  private static final int EXAMPLES = 12;
  private static final int LENGTH = 4;

  /// What came of a fit.
  private record Outcome(List<Fit.Epoch> history, float[] embeddings) {
    /// Equal but for rounding: the Vector API's exponential, once compiled, may differ in its last bit.
    boolean near(Outcome other) {
      return IntStream.range(0, embeddings.length).allMatch(i -> Math.abs(embeddings[i] - other.embeddings[i]) < 1e-4);
    }
  }

  private static Labelled examples() {
    var random = new Seed(5).random();
    var ids = IntStream.range(0, EXAMPLES * LENGTH).map(i -> random.nextInt(2, 8)).toArray();
    var labels = new int[EXAMPLES];
    for (int row = 0; row < EXAMPLES; row += 2) {
      labels[row] = 1;
      ids[row * LENGTH + random.nextInt(2)] = 1;
    }
    var lengths = new int[EXAMPLES];
    Arrays.setAll(lengths, row -> 2 + row % 3);
    return new Labelled(new Padded(ids, lengths), labels);
  }

  private static Outcome fitted(Fit fit, Labelled examples) {
    var c = DecoderConfig.gpt(8, 8, 1, 2, LENGTH, true);
    try (var weights = Weights.fresh(Device.jvm(), new Seed(1))) {
      var model = new Chain(new Embedding(weights, c), new Block(weights, c, 0), new Mean(),
          new Linear(weights, "output", c.width(), 1, true, 0.02));
      var history = fit.run(model, weights, examples);
      return new Outcome(history, weights.all().firstEntry().getValue().floats());
    }
  }

  @Test
  void itLearnsAndTheSameSeedGivesTheSame() {
    var fit = new Fit(15, 4, 0.01, 0, new Seed(1));
    var once = fitted(fit, examples());
    var twice = fitted(fit, examples());
    assertThat(once.near(twice)).isTrue();
    assertThat(once.history().getLast().training().loss())
        .isCloseTo(twice.history().getLast().training().loss(), within(1e-4));
    assertThat(once.history()).hasSize(15).extracting(Fit.Epoch::epoch).startsWith(1, 2).endsWith(15);
    assertThat(once.history().getLast().training().accuracy()).isEqualTo(1);
    assertThat(once.history().getLast().training().loss()).isLessThan(0.1);
    assertThat(once.history()).allMatch(epoch -> Double.isNaN(epoch.validation().loss()));
    assertThat(once.near(fitted(new Fit(15, 4, 0.01, 0, new Seed(2)), examples()))).isFalse();
  }

  @Test
  void whatIsHeldBackTeachesNothing() {
    var fit = new Fit(1, 4, 0.01, 0.25, new Seed(1));
    var whole = fitted(fit, examples());
    assertThat(whole.history().getLast().validation().loss()).isBetween(0.1, 2.0);
    int silent = 0;
    for (int row = 0; row < EXAMPLES; row++) {
      var flipped = examples();
      flipped.labels()[row] = 1 - flipped.labels()[row];
      silent += fitted(fit, flipped).near(whole) ? 1 : 0;
    }
    assertThat(silent).isEqualTo(3);
  }

  @Test
  void nothingStaysBehind() {
    var fit = new Fit(2, 5, 0.01, 0.25, new Seed(1));
    long before = Scope.live();
    fitted(fit, examples());
    assertThat(Scope.live()).isEqualTo(before);
  }

  @Test
  void binaryCrossEntropyIsThatOfTheSigmoidAndExactFarOut() {
    var scores = new float[] {-3, -0.5f, 0, 0.25f, 2};
    var labels = new int[] {0, 1, 1, 0, 1};
    var tensor = Device.jvm().of(scores, 5, 1).requireGrad();
    double loss = Tape.backward(() -> Loss.binary(tensor, labels));
    double expected = 0;
    for (int i = 0; i < 5; i++) {
      double p = 1 / (1 + Math.exp(-scores[i]));
      expected -= Math.log(labels[i] == 1 ? p : 1 - p) / 5;
      assertThat(tensor.grad().floats()[i]).isCloseTo((float) ((p - labels[i]) / 5), within(1e-6f));
    }
    assertThat(loss).isCloseTo(expected, within(1e-6));
    assertThat(Loss.binary(Device.jvm().of(new float[] {-200}, 1, 1), 1).item()).isEqualTo(200);
    assertThat(Loss.binary(Device.jvm().of(new float[] {200}, 1, 1), 1).item()).isZero();
  }

  @Test
  void wrongNumbersAreNamed() {
    assertThatThrownBy(() -> new Fit(0, 1, 0.1, 0, new Seed(1)))
        .isInstanceOf(BadInput.class).hasMessageContaining("epochs (0)");
    assertThatThrownBy(() -> new Fit(1, 1, 0.1, 1, new Seed(1)))
        .isInstanceOf(BadInput.class).hasMessageContaining("(1.0)");
    assertThatThrownBy(() -> new Labelled(new Padded(new int[] {1}, new int[] {1}), 0, 1))
        .isInstanceOf(BadInput.class).hasMessageContaining("labels (2)");
    assertThatThrownBy(() -> new Labelled(new Padded(new int[] {1}, new int[] {1}), -1))
        .isInstanceOf(BadInput.class).hasMessageContaining("label (-1)");
    assertThatThrownBy(() -> fitted(new Fit(1, 1, 0.1, 0.99, new Seed(1)), examples()))
        .isInstanceOf(BadInput.class).hasMessageContaining("12 held back");
  }
}
