package wenmai.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.model.Lstm;
import wenmai.model.LstmConfig;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tensor.NoLeaks;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;

@NoLeaks
class RecurrentStateTest {
  private static final int CONTEXT = 16;
  private static final int[] TEXT = new Seed(11).random().ints(50, 0, 37).toArray();

  private static Lstm model(String device) {
    return new Lstm(new LstmConfig(37, 24, 2, CONTEXT, true), Weights.fresh(Device.of(device), new Seed(5)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "torch"})
  void readingInPiecesEqualsOnePass(String device) {
    try (var model = model(device); var engine = new Engine(model)) {
      float[] whole = Scope.run(() -> {
        var hidden = model.hidden(model.device().of(TEXT, 1, TEXT.length), Pass.WHOLE);
        return model.logits(hidden.narrow(1, TEXT.length - 1, 1)).floats();
      });
      float[] last = {};
      for (int at = 0, size = 1; at < TEXT.length; at += size, size = Math.min(size + 3, TEXT.length - at)) {
        last = engine.read(Arrays.copyOfRange(TEXT, at, at + size));
      }
      assertThat(last).containsExactly(whole, within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "torch"})
  void itWritesOnBeyondTheContextItWasTrainedOn(String device) {
    try (var model = model(device); var engine = new Engine(model)) {
      var made = engine.generate(new int[] {1}, 3 * CONTEXT, Sampling.GREEDY, Set.of(), id -> true);
      assertThat(made.end()).isEqualTo(Generation.End.LENGTH);
      assertThat(made.ids()).hasSize(3 * CONTEXT);
    }
  }
}
