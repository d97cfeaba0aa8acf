package wenmai.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;

class EngineTest {
  private static final int[] TEXT = new SeededIds().ids(600);
  private final long before = Scope.live();
  private final Decoder decoder = new Decoder(DecoderConfig.llama(50, 24, 3, 4, 2, 40, 700), Weights.fresh(Device.jvm(), new Seed(5)));

  /// Ids from a seed.
  private record SeededIds() {
    int[] ids(int n) {
      return new Seed(11).random().ints(n, 0, 50).toArray();
    }
  }

  @AfterEach
  void nothingStaysInMemory() {
    decoder.close();
    assertThat(Scope.live()).isEqualTo(before);
  }

  @Test
  void readingStepByStepEqualsOnePass() {
    readsStepByStep(decoder);
  }

  @Test
  void readingStepByStepThroughAWindowEqualsOnePass() {
    try (var windowed = new Decoder(decoder.config().windowed(40, 3), Weights.fresh(Device.jvm(), new Seed(5)))) {
      readsStepByStep(windowed);
    }
  }

  private static void readsStepByStep(Decoder decoder) {
    float[] whole = Scope.run(() -> {
      var hidden = decoder.hidden(decoder.device().of(TEXT, 1, TEXT.length), Pass.WHOLE);
      return decoder.logits(hidden.narrow(1, TEXT.length - 1, 1)).floats();
    });
    try (var engine = new Engine(decoder); var pieces = new Engine(decoder)) {
      float[] last = {};
      for (int id : TEXT) {
        last = engine.read(id);
      }
      assertThat(last).containsExactly(whole, within(2e-4f));
      pieces.read(Arrays.copyOf(TEXT, 301));
      assertThat(pieces.read(Arrays.copyOfRange(TEXT, 301, 600))).containsExactly(whole, within(2e-4f));
    }
  }

  @Test
  void enginesOnOneModelReadAtTheSameTimeAsEachWouldAlone() {
    var alone = lastScores(decoder, TEXT.length);
    for (int round = 0; round < 5; round++) {
      try (var fresh = new Decoder(decoder.config(), Weights.fresh(Device.jvm(), new Seed(5)))) {
        assertThat(IntStream.rangeClosed(1, 4).parallel().mapToObj(part -> lastScores(fresh, part * TEXT.length / 4)).toList().getLast())
            .containsExactly(alone);
      }
    }
  }

  private static float[] lastScores(Decoder decoder, int length) {
    try (var engine = new Engine(decoder)) {
      return engine.read(Arrays.copyOf(TEXT, length));
    }
  }

  @Test
  void theSameSeedWritesTheSameTextAndAnotherDoesNot() {
    assertThat(text(1)).isEqualTo(text(1)).isNotEqualTo(text(2));
  }

  private Generation text(long seed) {
    try (var engine = new Engine(decoder)) {
      return engine.generate(new int[] {1, 2}, 40, new Sampling(1, 0, 1, 0, 1, new Seed(seed)), Set.of(), id -> true);
    }
  }

  @Test
  void itEndsAtTheLimitAtAnEndTokenWhenTheListenerHasEnoughAndWhenTheContextIsFull() {
    try (var engine = new Engine(decoder)) {
      var made = engine.generate(new int[] {1}, 3, Sampling.GREEDY, Set.of(), id -> true);
      assertThat(made.end()).isEqualTo(Generation.End.LENGTH);
      assertThat(made.ids()).hasSize(3);
      assertThat(made.logprobs()).hasSize(3).allMatch(p -> p < 0);
    }
    int first = text(1).ids().getFirst();
    try (var engine = new Engine(decoder)) {
      var made = engine.generate(new int[] {1, 2}, 40, new Sampling(1, 0, 1, 0, 1, new Seed(1)), Set.of(first), id -> true);
      assertThat(made.end()).isEqualTo(Generation.End.STOP);
      assertThat(made.ids()).isEmpty();
    }
    try (var engine = new Engine(decoder)) {
      var heard = new ArrayList<Integer>();
      assertThat(engine.generate(new int[] {1}, 40, Sampling.GREEDY, Set.of(), id -> heard.add(id) && heard.size() < 2).end())
          .isEqualTo(Generation.End.LISTENER);
      assertThat(heard).hasSize(2);
    }
    try (var engine = new Engine(decoder)) {
      engine.read(new SeededIds().ids(690));
      var made = engine.generate(new int[] {1}, 40, Sampling.GREEDY, Set.of(), id -> true);
      assertThat(made.end()).isEqualTo(Generation.End.CONTEXT);
      assertThat(made.ids()).hasSize(10);
    }
  }

  /// A second prompt comes after everything that was generated, the last token too.
  @Test
  void goingOnAfterAnAnswerReadsAllOfIt() {
    try (var engine = new Engine(decoder); var whole = new Engine(decoder)) {
      var made = engine.generate(new int[] {1, 2}, 3, Sampling.GREEDY, Set.of(), id -> true).ids();
      float[] after = engine.read(7, 8);
      assertThat(whole.read(1, 2, made.get(0), made.get(1), made.get(2), 7, 8)).containsExactly(after, within(2e-4f));
    }
  }

  @Test
  void aPromptThatDoesNotFitIsRefused() {
    try (var engine = new Engine(decoder)) {
      assertThatThrownBy(() -> engine.generate(new SeededIds().ids(701), 1, Sampling.GREEDY, Set.of(), id -> true))
          .isInstanceOf(BadInput.class).hasMessageContaining("701");
    }
  }
}
