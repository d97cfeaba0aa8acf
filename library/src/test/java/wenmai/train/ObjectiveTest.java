package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.files.Hashes;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.model.Encoder;
import wenmai.model.EncoderDecoder;
import wenmai.model.io.Pretrained;
import wenmai.tensor.Device;
import wenmai.tensor.Mask;
import wenmai.tensor.NoLeaks;
import wenmai.tensor.Seed;

@NoLeaks
class ObjectiveTest {
  private static final long SEED = 11;
  private static final int MASK = 1;
  private static final int VOCABULARY = 500;
  private static final Corruption USUAL = new Corruption(0.15, 3);

  @TempDir
  Path folder;

  private Path text;

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), TinyText.of(4_000));
  }

  /// Rows of ids from 100 on, each as long as said, with padding behind.
  private static Batches batch(int length, int... sizes) {
    var random = new SplittableRandom(SEED);
    var ids = new int[sizes.length * length];
    var targets = new int[ids.length];
    Arrays.fill(targets, -1);
    for (int row = 0; row < sizes.length; row++) {
      for (int i = 0; i < sizes[row]; i++) {
        ids[row * length + i] = random.nextInt(100, VOCABULARY);
        targets[row * length + i] = 7;
      }
    }
    return new Batches(ids, targets, sizes.length, length);
  }

  private static Batches masked(Batches batch, Seed seed) {
    return new Masking(USUAL, MASK, VOCABULARY, id -> id < 150).apply(batch, seed);
  }

  @Test
  void fifteenPercentAreChosenAndOfThemEightyMaskedTenRandomTenKept() {
    var sizes = IntStream.range(0, 50).map(i -> 1_000).toArray();
    var batch = batch(1_000, sizes);
    var masked = masked(batch, new Seed(SEED));
    long ordinary = Arrays.stream(batch.ids()).filter(id -> id >= 150).count();
    int hidden = 0;
    int kept = 0;
    int chosen = 0;
    for (int i = 0; i < batch.ids().length; i++) {
      if (masked.targets()[i] < 0) {
        assertThat(masked.ids()[i]).isEqualTo(batch.ids()[i]);
        continue;
      }
      assertThat(masked.targets()[i]).isEqualTo(batch.ids()[i]).isGreaterThanOrEqualTo(150);
      chosen++;
      hidden += masked.ids()[i] == MASK ? 1 : 0;
      kept += masked.ids()[i] == batch.ids()[i] ? 1 : 0;
    }
    assertThat((double) chosen / ordinary).isCloseTo(0.15, within(0.001));
    assertThat((double) hidden / chosen).isCloseTo(0.8, within(0.02));
    assertThat((double) kept / chosen).isCloseTo(0.1, within(0.02));
    assertThat(masked.mask()).isEqualTo(Mask.ALL);
  }

  @Test
  void paddingIsNeitherAskedForNorSeen() {
    var masked = masked(batch(20, 20, 7, 1), new Seed(SEED));
    assertThat(masked.mask()).isInstanceOfSatisfying(Mask.Lengths.class, mask -> assertThat(mask.lengths()).containsExactly(20, 7, 1));
    assertThat(Arrays.copyOfRange(masked.targets(), 27, 40)).containsOnly(-1);
    assertThat(Arrays.copyOfRange(masked.targets(), 41, 60)).containsOnly(-1);
  }

  @ParameterizedTest
  @CsvSource({"0.15, 3", "0.5, 1", "0.4, 10", "0.05, 2", "0.9, 3"})
  void whatIsWrittenPutIntoTheSentinelsPlacesIsTheText(double rate, double span) {
    var corruption = new Corruption(rate, span);
    var sentinels = IntStream.range(2, 90).toArray();
    var random = new SplittableRandom(SEED);
    for (int i = 0; i < 50; i++) {
      var sizes = random.ints(4, 1, 65).toArray();
      var batch = batch(64, sizes);
      var exercise = new Spans(corruption, 1, sentinels).apply(batch, new Seed(i));
      var source = exercise.source();
      var text = exercise.text();
      for (int row = 0; row < 4; row++) {
        int length = source.ids().length / 4;
        var read = Arrays.copyOfRange(source.ids(), row * length, row * length + source.mask().to(row, 0, length, length));
        var write = Arrays.stream(text.targets(), row * text.length(), (row + 1) * text.length()).filter(id -> id >= 0).toArray();
        assertThat(restored(read, write)).as("seed %d", SEED).isEqualTo(
            Arrays.stream(batch.ids(), row * 64, row * 64 + sizes[row]).boxed().toList());
        assertThat(write).hasSize(corruption.written(sizes[row]));
        assertThat(read.length + write.length).isEqualTo(sizes[row] + 2 * corruption.spans(sizes[row]) + 1);
        assertThat(text.ids()[row * text.length()]).as("the start").isEqualTo(1);
        assertThat(Arrays.copyOfRange(text.ids(), row * text.length() + 1, row * text.length() + write.length))
            .as("each id asks for the next").containsExactly(Arrays.copyOf(write, write.length - 1));
      }
    }
  }

  private static List<Integer> restored(int[] read, int[] write) {
    var text = new ArrayList<Integer>();
    for (int id : read) {
      if (id >= 100) {
        text.add(id);
        continue;
      }
      int at = IntStream.range(0, write.length).filter(i -> write[i] == id).findFirst().orElseThrow() + 1;
      while (write[at] >= 100) {
        text.add(write[at++]);
      }
    }
    return text;
  }

  @Test
  void theSameSeedHidesTheSameAndAnotherDoesNot() {
    var batch = batch(64, 64, 64);
    assertThat(masked(batch, new Seed(1)).ids()).containsExactly(masked(batch, new Seed(1)).ids());
    assertThat(masked(batch, new Seed(1)).ids()).isNotEqualTo(masked(batch, new Seed(2)).ids());
    var spans = new Spans(USUAL, 1, IntStream.range(2, 30).toArray());
    assertThat(spans.apply(batch, new Seed(1)).source().ids()).containsExactly(spans.apply(batch, new Seed(1)).source().ids());
    assertThat(spans.apply(batch, new Seed(1)).source().ids()).isNotEqualTo(spans.apply(batch, new Seed(2)).source().ids());
  }

  private Pretrain recipe(String out, String objective, String... more) {
    var keys = new ArrayList<>(List.of("data=[" + text + "]", "out=" + folder.resolve(out), "tokenizer=characters", "vocabulary=100",
        "model.layers=2", "model.width=16", "model.heads=2", "model.context=16", "batch=4", "steps=12", "evaluateEvery=4",
        "checkpointEvery=3", "dropout=0.1", "accumulate=2", "optimizer.warmup=2", "objective=" + objective));
    keys.addAll(List.of(more));
    return Recipes.of(keys, Pretrain.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"masked", "spans"})
  void theLossFallsAndTheModelOpensAgain(String objective) {
    var losses = new ArrayList<Double>();
    var recipe = recipe("falls", objective, "steps=120", "optimizer.rate=5e-3", "dropout=0", "packing=windows", "loss.similarity=0.1");
    var result = Trainer.run(recipe, new Observer() {
      @Override
      public void evaluation(int step, double loss) {
        losses.add(loss);
      }
    }, () -> false);
    assertThat(losses.getLast()).isLessThan(losses.getFirst() - 0.3);
    assertThat(result.bitsPerByte()).isNaN();
    try (var opened = Pretrained.open(result.model(), Device.jvm())) {
      assertThat(opened.model()).isInstanceOf(objective.equals("masked") ? Encoder.class : EncoderDecoder.class);
      assertThat(opened.model().parameters()).isEqualTo(result.parameters());
      assertThat(opened.tokenizer().specials().ids()).containsKeys(recipe.specials().toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @CsvSource({"masked, random", "masked, best_fit", "spans, random", "spans, documents"})
  void aRunThatWasStoppedEndsLikeOneThatWasNot(String objective, String packing) {
    var whole = recipe("whole", objective, "packing=" + packing);
    Trainer.run(whole, Observer.NONE, () -> false);
    var stopped = recipe("stopped", objective, "packing=" + packing);
    var asked = new AtomicInteger();
    assertThat(Trainer.run(stopped, Observer.NONE, () -> asked.incrementAndGet() == 5).stopped()).isTrue();
    Trainer.run(stopped, Observer.NONE, () -> false);
    assertThat(weights(stopped)).isEqualTo(weights(whole));
  }

  private static String weights(Pretrain recipe) {
    return Hashes.sha256(Path.of(recipe.out(), "model", "model.safetensors"));
  }

  @ParameterizedTest
  @CsvSource({"masked-encoder, MASKED", "spans-encoder-decoder, SPANS", "similarity-char, CAUSAL"})
  void thereIsARecipeForEachObjective(String name, Objective objective) {
    var recipe = Recipes.read(Path.of("../recipes/" + name + ".yaml"), List.of("data=[my.txt]"), Pretrain.class);
    assertThat(recipe.objective()).isEqualTo(objective);
    assertThat(recipe.loss().similarity()).isEqualTo(name.startsWith("similarity") ? 0.5 : 0);
  }

  @Test
  void aRecipeThatCannotBeAskedIsRefused() throws IOException {
    assertThatThrownBy(() -> recipe("x", "masked", "sampleEvery=3")).isInstanceOf(BadInput.class).hasMessageContaining("sampleEvery");
    assertThatThrownBy(() -> recipe("x", "spans", "corruption.rate=0.6", "corruption.span=1")).isInstanceOf(BadInput.class)
        .hasMessageContaining("model.context");
    assertThatThrownBy(() -> recipe("x", "masked", "corruption.rate=0")).isInstanceOf(BadInput.class).hasMessageContaining("rate (0.0)");
    Trainer.run(recipe("plain", "causal"), Observer.NONE, () -> true);
    assertThatThrownBy(() -> Trainer.run(recipe("y", "masked", "tokenizer=" + folder.resolve("plain/data")), Observer.NONE, () -> false))
        .isInstanceOf(BadInput.class).hasMessageContaining("<mask>");
  }
}
