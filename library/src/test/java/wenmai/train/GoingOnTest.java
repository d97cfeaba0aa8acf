package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.files.Hashes;
import wenmai.files.Recipes;
import wenmai.files.SafeTensors;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// Runs that go on with a recipe that is not quite the one they began with.
class GoingOnTest {
  @TempDir
  Path folder;

  private Path text;

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), TinyText.of(4_000));
  }

  private Pretrain recipe(String out, String... more) {
    var keys = new ArrayList<>(List.of("data=[" + text + "]", "out=" + folder.resolve(out), "tokenizer=characters", "vocabulary=100",
        "model.layers=1", "model.width=16", "model.heads=2", "model.context=16", "batch=4", "steps=12", "evaluateEvery=4",
        "checkpointEvery=3", "dropout=0.1", "optimizer.warmup=2"));
    keys.addAll(List.of(more));
    return Recipes.of(keys, Pretrain.class);
  }

  /// Stops after so many steps of this call.
  private static List<String> run(Pretrain recipe, int steps) {
    var said = new ArrayList<String>();
    var asked = new AtomicInteger();
    Trainer.run(recipe, new Observer() {
      @Override
      public void say(Message message) {
        said.add(message.en());
      }
    }, () -> asked.incrementAndGet() == steps);
    return said;
  }

  private static String weights(Pretrain recipe) {
    return Hashes.sha256(Path.of(recipe.out(), "model", "model.safetensors"));
  }

  @Test
  void keysThatChangeNoWeightMayChangeAndAreNamed() throws IOException {
    var whole = recipe("whole");
    run(whole, 0);
    run(recipe("moved"), 5);
    Files.move(folder.resolve("moved"), folder.resolve("there"));
    var changed = recipe("there", "evaluateEvery=5", "checkpointEvery=2", "keep=3", "sampleEvery=6", "samplePrompt=the", "skipLimit=4", "recompute=1");
    assertThat(run(changed, 0)).anyMatch(line -> line.startsWith("going on with") && line.contains("checkpointEvery: 3 → 2") && line.contains("keep: 2 → 3"));
    assertThat(weights(changed)).isEqualTo(weights(whole));
  }

  @ParameterizedTest
  @CsvSource({"batch=5, batch: 4 → 5", "dropout=0, dropout: 0.1 → 0.0", "optimizer.rate=2e-3, optimizer.rate", "keepBest=true, keepBest: false → true",
      "accumulate=2, accumulate: 1 → 2"})
  void othersAreRefusedByName(String key, String words) {
    run(recipe("run"), 5);
    assertThatThrownBy(() -> run(recipe("run", key), 0)).isInstanceOf(BadInput.class).hasMessageContaining(words).hasMessageContaining("another out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"constant", "wsd"})
  void aLongerRunEndsLikeOneThatWasMeantToBeAsLong(String schedule) {
    var whole = recipe("whole", "steps=20", "optimizer.schedule=" + schedule);
    run(whole, 0);
    run(recipe("longer", "optimizer.schedule=" + schedule), 5);
    var longer = recipe("longer", "steps=20", "optimizer.schedule=" + schedule);
    run(longer, 9);
    run(longer, 0);
    assertThat(weights(longer)).isEqualTo(weights(whole));
  }

  @Test
  void aRunThatWasOverGoesOnToAndItsModelIsKept() {
    var whole = recipe("whole", "steps=20", "optimizer.schedule=constant");
    run(whole, 0);
    var shorter = recipe("run", "optimizer.schedule=constant");
    run(shorter, 0);
    var before = weights(shorter);
    var longer = recipe("run", "steps=20", "optimizer.schedule=constant");
    assertThat(run(longer, 3)).anyMatch(line -> line.contains("the model of step 12 is now"));
    run(longer, 0);
    assertThat(weights(longer)).isEqualTo(weights(whole));
    assertThat(Hashes.sha256(folder.resolve("run/model-12/model.safetensors"))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosine", "linear"})
  void aRateThatFellTowardsAnotherEndSaysWhatToDo(String schedule) {
    run(recipe("run", "optimizer.schedule=" + schedule), 5);
    assertThatThrownBy(() -> run(recipe("run", "steps=20", "optimizer.schedule=" + schedule), 0)).isInstanceOf(BadInput.class)
        .hasMessageContaining("steps: 12 → 20").hasMessageContaining("optimizer.schedule " + schedule).hasMessageContaining("keep steps=12");
    var warming = recipe("warming", "steps=20", "optimizer.schedule=" + schedule);
    run(recipe("warming", "optimizer.schedule=" + schedule), 2);
    run(warming, 0);
    run(recipe("whole", "steps=20", "optimizer.schedule=" + schedule), 0);
    assertThat(weights(warming)).isEqualTo(weights(recipe("whole")));
  }

  @Test
  void fewerStepsThanAreDoneAreRefused() {
    run(recipe("run", "optimizer.schedule=constant"), 9);
    assertThatThrownBy(() -> run(recipe("run", "steps=6", "optimizer.schedule=constant"), 0)).isInstanceOf(BadInput.class)
        .hasMessageContaining("steps (6)").hasMessageContaining("(9)");
  }

  /// A rate at which a model is soon worse than before.
  private Pretrain worsening(String out) {
    return recipe(out, "keepBest=true", "evaluateEvery=2", "dropout=0", "optimizer.rate=3", "optimizer.lastRate=3", "optimizer.decay=0",
        "optimizer.warmup=9");
  }

  @Test
  void theModelOfTheLeastValidationLossIsKept() {
    var best = worsening("best");
    var result = Trainer.run(best, Observer.NONE, () -> false);
    var losses = Metrics.read(Path.of(best.out(), "metrics.jsonl")).stream().filter(line -> line.has("validationLoss")).toList();
    var least = losses.stream().mapToDouble(line -> line.path("validationLoss").asDouble()).min().orElseThrow();
    assertThat(least).isLessThan(losses.getLast().path("validationLoss").asDouble());
    assertThat(result.validation().loss()).isEqualTo(least);
    assertThat(Trainer.run(best, Observer.NONE, () -> false).validation()).isEqualTo(result.validation());
    try (var model = SafeTensors.open(Path.of(best.out(), "model")); var last = SafeTensors.open(Path.of(best.out(), "checkpoints/step-00000012/weights.safetensors"));
        var kept = SafeTensors.open(Path.of(best.out(), Best.FILE))) {
      for (var name : kept.names()) {
        assertThat(model.entry(name).data().mismatch(kept.entry(name).data())).as(name).isEqualTo(-1);
      }
      assertThat(last.entry("model.norm.weight").data().mismatch(kept.entry("model.norm.weight").data())).isNotEqualTo(-1);
    }
  }

  @Test
  void aStoppedRunKeepsTheSameBest() {
    var whole = worsening("whole");
    run(whole, 0);
    var stopped = worsening("stopped");
    for (int steps : List.of(1, 4, 3)) {
      run(stopped, steps);
    }
    run(stopped, 0);
    assertThat(weights(stopped)).isEqualTo(weights(whole));
  }
}
