package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.decode.Engine;
import wenmai.decode.Sampling;
import wenmai.files.Hashes;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.message.Failure;
import wenmai.message.Message;
import wenmai.model.Lstm;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;
import wenmai.tensor.Scope;

class TrainerTest {
  @TempDir
  Path folder;

  private Path text;

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), TinyText.of(4_000));
  }

  private Pretrain recipe(String out, String... more) {
    var keys = new ArrayList<>(List.of("data=[" + text + "]", "out=" + folder.resolve(out), "tokenizer=characters", "vocabulary=100",
        "model.layers=2", "model.width=16", "model.heads=2", "model.context=16", "batch=4", "steps=12", "evaluateEvery=4",
        "checkpointEvery=3", "dropout=0.1", "accumulate=2", "optimizer.warmup=2"));
    keys.addAll(List.of(more));
    return Recipes.of(keys, Pretrain.class);
  }

  private static String weights(Pretrain recipe) {
    return Hashes.sha256(Path.of(recipe.out(), "model", "model.safetensors"));
  }

  @Test
  void theLossFalls() {
    var losses = new ArrayList<Double>();
    var result = Trainer.run(recipe("falls", "steps=60", "dropout=0"), new Observer() {
      @Override
      public void step(Step step) {
        losses.add(step.loss());
      }
    }, () -> false);
    assertThat(losses).hasSize(60);
    assertThat(losses.getFirst()).isBetween(Math.log(20), Math.log(60));
    assertThat(result.validation().loss()).isLessThan(losses.getFirst() - 0.3);
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherDoesNot() {
    var one = recipe("one");
    var two = recipe("two");
    var other = recipe("other", "seed=2");
    List.of(one, two, other).forEach(r -> Trainer.run(r, Observer.NONE, () -> false));
    assertThat(weights(one)).isEqualTo(weights(two)).isNotEqualTo(weights(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adamw", "sgd", "muon"})
  void aRunThatWasStoppedTwiceEndsLikeOneThatWasNot(String kind) {
    var whole = recipe("whole", "optimizer.kind=" + kind);
    Trainer.run(whole, Observer.NONE, () -> false);
    var stopped = recipe("stopped", "optimizer.kind=" + kind);
    for (int after : new int[] {5, 2}) {
      var asked = new AtomicInteger();
      assertThat(Trainer.run(stopped, Observer.NONE, () -> asked.incrementAndGet() == after).stopped()).isTrue();
    }
    assertThat(Trainer.run(stopped, Observer.NONE, () -> false).steps()).isEqualTo(12);
    assertThat(weights(stopped)).isEqualTo(weights(whole));
    assertThat(steps(stopped)).isEqualTo(steps(whole)).isEqualTo(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  }

  @Test
  void anLstmThatWasStoppedEndsLikeOneThatWasNotAndWritesOnTheWay() {
    var whole = recipe("lstm", "model.kind=lstm", "sampleEvery=6", "samplePrompt=the");
    Trainer.run(whole, Observer.NONE, () -> false);
    var stopped = recipe("lstm-stopped", "model.kind=lstm", "sampleEvery=6", "samplePrompt=the");
    var asked = new AtomicInteger();
    assertThat(Trainer.run(stopped, Observer.NONE, () -> asked.incrementAndGet() == 5).stopped()).isTrue();
    Trainer.run(stopped, Observer.NONE, () -> false);
    assertThat(weights(stopped)).isEqualTo(weights(whole));
    try (var opened = LanguageModel.open(Path.of(whole.out(), "model"), Device.jvm()); var engine = new Engine(opened.decoder())) {
      assertThat(opened.decoder()).isInstanceOf(Lstm.class);
      assertThat(engine.generate(new int[] {1}, 40, Sampling.GREEDY, Set.of(), id -> true).ids()).hasSize(40);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch=65536 model.context=65536", "vocabulary=2000000 model.width=2048"})
  void aMatrixOfMoreThanTwoBillionIsRefused(String keys) {
    assertThatThrownBy(() -> recipe("refused", keys.split(" "))).isInstanceOf(BadInput.class).hasMessageContaining("must be below 2³¹");
  }

  @ParameterizedTest
  @ValueSource(strings = {"objective=masked", "objective=spans", "packing=documents", "packing=best_fit", "model.kvHeads=2"})
  void whatAnLstmCannotDoIsRefused(String key) {
    assertThatThrownBy(() -> recipe("refused", "model.kind=lstm", key)).isInstanceOf(BadInput.class).hasMessageContaining("lstm");
  }

  @Test
  @Tag("vnni")
  void aRunInInt8LearnsOnceStoppedLikeOneThatWasNotAndIsNoRunInFp32() {
    var whole = recipe("whole", "precision=int8", "steps=60");
    var result = Trainer.run(whole, Observer.NONE, () -> false);
    var stopped = recipe("stopped", "precision=int8", "steps=60");
    var asked = new AtomicInteger();
    Trainer.run(stopped, Observer.NONE, () -> asked.incrementAndGet() == 31);
    assertThatThrownBy(() -> Trainer.run(recipe("stopped", "steps=60"), Observer.NONE, () -> false)).isInstanceOf(BadInput.class)
        .hasMessageContaining("precision: int8 → auto");
    Trainer.run(stopped, Observer.NONE, () -> false);
    var exact = recipe("exact", "steps=60");
    assertThat(result.validation().loss()).isCloseTo(Trainer.run(exact, Observer.NONE, () -> false).validation().loss(), within(0.05));
    assertThat(weights(stopped)).isEqualTo(weights(whole)).isNotEqualTo(weights(exact));
  }

  private static List<Integer> steps(Pretrain recipe) {
    return Metrics.read(Path.of(recipe.out(), "metrics.jsonl")).stream().map(l -> l.path("step").asInt()).toList();
  }

  @Test
  void aRunThatGoesOnWithAnotherRecipeIsRefusedAndTheDifferenceNamed() {
    Trainer.run(recipe("changed"), Observer.NONE, () -> true);
    assertThatThrownBy(() -> Trainer.run(recipe("changed", "batch=5"), Observer.NONE, () -> false))
        .isInstanceOf(BadInput.class).hasMessageContaining("batch: 4 → 5");
  }

  @Test
  void aDamagedCheckpointIsReportedAndTheOneBeforeIsUsed() throws IOException {
    var recipe = recipe("damaged", "keep=2");
    var asked = new AtomicInteger();
    Trainer.run(recipe, Observer.NONE, () -> asked.incrementAndGet() == 7);
    var newest = Path.of(recipe.out(), "checkpoints", "step-00000007", "weights.safetensors");
    var bytes = Files.readAllBytes(newest);
    bytes[bytes.length - 1] ^= 1;
    Files.write(newest, bytes);
    var said = new ArrayList<String>();
    Trainer.run(recipe, new Observer() {
      @Override
      public void say(Message message) {
        said.add(message.en());
      }
    }, () -> false);
    assertThat(said).anyMatch(s -> s.contains("weights.safetensors")).anyMatch(s -> s.contains("after step 6"));
    var whole = recipe("undamaged");
    Trainer.run(whole, Observer.NONE, () -> false);
    assertThat(weights(recipe)).isEqualTo(weights(whole));
  }

  @Test
  void otherTextUnderThePreparedOneIsRefusedAndTheSameCopiedAnewIsNot() throws IOException {
    Trainer.run(recipe("other-text"), Observer.NONE, () -> true);
    Files.setLastModifiedTime(text, FileTime.fromMillis(0));
    assertThat(Trainer.run(recipe("other-text"), Observer.NONE, () -> true).steps()).isPositive();
    var other = Files.readString(text).replace('e', 'E');
    Files.writeString(text, other);
    assertThatThrownBy(() -> Trainer.run(recipe("other-text"), Observer.NONE, () -> false)).isInstanceOf(BadInput.class)
        .hasMessageContaining("prepared from other text");
  }

  @Test
  void theModelOfAnotherRunIsNotTakenForThisOnes() throws IOException {
    var recipe = recipe("finished");
    Trainer.run(recipe, Observer.NONE, () -> false);
    try (var files = Files.walk(Path.of(recipe.out(), "checkpoints"))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    assertThatThrownBy(() -> Trainer.run(recipe, Observer.NONE, () -> false)).isInstanceOf(BadInput.class)
        .hasMessageContaining("model of another run");
  }

  @Test
  void aRunWhoseCheckpointsAreAllDamagedDoesNotStartAnew() throws IOException {
    var recipe = recipe("all-damaged", "keep=1");
    Trainer.run(recipe, Observer.NONE, () -> true);
    Files.write(Path.of(recipe.out(), "checkpoints", "step-00000001", "weights.safetensors"), new byte[] {1});
    assertThatThrownBy(() -> Trainer.run(recipe, Observer.NONE, () -> false)).isInstanceOf(BadInput.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void aMetricsLineCutWithinACharacterIsForgotten() throws IOException {
    var recipe = recipe("cut-line");
    var asked = new AtomicInteger();
    Trainer.run(recipe, Observer.NONE, () -> asked.incrementAndGet() == 5);
    Files.write(Path.of(recipe.out(), "metrics.jsonl"), new byte[] {'{', '"', (byte) 0xE6}, StandardOpenOption.APPEND);
    Trainer.run(recipe, Observer.NONE, () -> false);
    assertThat(steps(recipe)).isEqualTo(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  }

  @Test
  void aLossThatIsNoNumberEndsTheRunAndKeepsTheCheckpoint() {
    var recipe = recipe("broken", "optimizer.rate=1e30", "optimizer.lastRate=1e30", "optimizer.clip=0", "optimizer.warmup=0",
        "optimizer.decay=0", "checkpointEvery=1", "skipLimit=4");
    assertThatThrownBy(() -> Trainer.run(recipe, Observer.NONE, () -> false)).isInstanceOf(Failure.class).hasMessageContaining("step 5")
        .hasMessageContaining("4 times in a row").hasMessageContaining("rate");
    assertThat(Path.of(recipe.out(), "checkpoints", "step-00000001")).isDirectory();
  }

  /// A rate beyond all measure ruins the weights in the first step; from then on every loss is no number.
  private Pretrain ruined(String out) {
    return recipe(out, "optimizer.rate=1e30", "optimizer.lastRate=1e30", "optimizer.clip=0", "optimizer.warmup=0", "optimizer.decay=0",
        "checkpointEvery=1", "skipLimit=100");
  }

  @Test
  void aSkippedStepChangesNeitherWeightsNorMomentsAndIsCounted() {
    var recipe = ruined("skipped");
    var said = new ArrayList<String>();
    Trainer.run(recipe, new Observer() {
      @Override
      public void say(Message message) {
        said.add(message.en());
      }
    }, () -> false);
    for (var file : List.of("weights.safetensors", "optimizer.safetensors")) {
      assertThat(Path.of(recipe.out(), "checkpoints", "step-00000012", file))
          .hasSameBinaryContentAs(Path.of(recipe.out(), "checkpoints", "step-00000001", file));
    }
    assertThat(said).filteredOn(s -> s.contains("is skipped")).hasSize(11);
    assertThat(Metrics.read(Path.of(recipe.out(), "metrics.jsonl")).getLast().path("skipped").asInt()).isEqualTo(11);
  }

  @Test
  void skippedStepsAreCountedOnWhereARunGoesOn() {
    var recipe = ruined("skipped-stopped");
    var asked = new AtomicInteger();
    Trainer.run(recipe, Observer.NONE, () -> asked.incrementAndGet() == 5);
    var last = Metrics.read(Path.of(recipe.out(), "metrics.jsonl")).getLast();
    assertThat(last.path("skipped").asInt()).isEqualTo(4);
    Trainer.run(recipe, Observer.NONE, () -> false);
    assertThat(Metrics.read(Path.of(recipe.out(), "metrics.jsonl")).getLast().path("skipped").asInt()).isEqualTo(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.sinks=1", "packing=documents"})
  void aRunWithAWindowGoesOnAsIfItHadNeverStoppedAndItsModelKeepsTheWindow(String more) {
    var whole = recipe("window-whole", "model.window=6", more);
    Trainer.run(whole, Observer.NONE, () -> false);
    var stopped = recipe("window-stopped", "model.window=6", more);
    var asked = new AtomicInteger();
    Trainer.run(stopped, Observer.NONE, () -> asked.incrementAndGet() == 5);
    Trainer.run(stopped, Observer.NONE, () -> false);
    assertThat(weights(stopped)).isEqualTo(weights(whole)).isNotEqualTo(weights(trained(recipe("open"))));
    try (var opened = LanguageModel.open(Path.of(whole.out(), "model"), Device.jvm())) {
      var config = whole.model().attending(opened.tokenizer().vocabularySize(), "window");
      assertThat(opened.decoder().config()).isEqualTo(config);
      assertThat(config.window()).isEqualTo(6);
    }
  }

  @Test
  void recomputedBlocksChangeNoBitAndMayBeOthersWhereARunGoesOn() {
    var none = recipe("none", "recompute=0");
    Trainer.run(none, Observer.NONE, () -> false);
    var asked = new AtomicInteger();
    Trainer.run(recipe("some", "recompute=2"), Observer.NONE, () -> asked.incrementAndGet() == 5);
    Trainer.run(recipe("some", "recompute=1"), Observer.NONE, () -> false);
    assertThat(weights(recipe("some"))).isEqualTo(weights(none));
  }

  private static Pretrain trained(Pretrain recipe) {
    Trainer.run(recipe, Observer.NONE, () -> false);
    return recipe;
  }

  @Test
  void aWindowThatTheModelOrThePackingCannotHaveIsRefused() {
    assertThatThrownBy(() -> recipe("r", "model.window=4", "objective=masked")).isInstanceOf(BadInput.class).hasMessageContaining("model.window (4)");
    assertThatThrownBy(() -> recipe("r", "model.window=4", "model.sinks=2", "packing=best_fit")).isInstanceOf(BadInput.class)
        .hasMessageContaining("model.sinks (2)");
    assertThatThrownBy(() -> recipe("r", "model.sinks=2")).isInstanceOf(BadInput.class).hasMessageContaining("sinks need a window");
  }

  @Test
  void textThatIsTooShortForTheContextIsRefused() throws IOException {
    Files.writeString(text, "short\n");
    assertThatThrownBy(() -> Trainer.run(recipe("short"), Observer.NONE, () -> false)).isInstanceOf(BadInput.class)
        .hasMessageContaining("context");
  }

  @Test
  void aRunIntoTheFolderOfALivingOneIsRefusedAndHarmsNothing() throws IOException {
    var recipe = recipe("shared");
    var refused = new AtomicInteger();
    Trainer.run(recipe, new Observer() {
      @Override
      public void step(Step step) {
        assertThatThrownBy(() -> Trainer.run(recipe, Observer.NONE, () -> true)).isInstanceOf(BadInput.class)
            .hasMessageContaining("in use by another run");
        refused.incrementAndGet();
      }
    }, () -> false);
    assertThat(refused).hasValue(12);
    var alone = recipe("alone");
    Trainer.run(alone, Observer.NONE, () -> false);
    assertThat(weights(recipe)).isEqualTo(weights(alone));
  }

  @Test
  void whatAKilledRunLeftIsClearedAway() throws IOException {
    var recipe = recipe("cleared");
    var drafts = Stream.of("data", "model").map(name -> Path.of(recipe.out(), name + ".tmp-0123456789abcdef")).toList();
    for (var draft : drafts) {
      Files.writeString(Files.createDirectories(draft).resolve("half"), "half");
    }
    Trainer.run(recipe, Observer.NONE, () -> false);
    assertThat(drafts).noneMatch(Files::exists);
  }

  @Test
  void nothingStaysInMemory() {
    long before = Scope.live();
    Trainer.run(recipe("memory", "sampleEvery=4"), Observer.NONE, () -> false);
    assertThat(Scope.live()).isEqualTo(before);
  }
}
