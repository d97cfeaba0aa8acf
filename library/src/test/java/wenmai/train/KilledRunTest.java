package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.files.Hashes;
import wenmai.files.Recipes;

/// A run in a process of its own, killed without warning at random moments, ends with the same bits as one that was not.
class KilledRunTest {
  private static final long SEED = 42;

  @TempDir
  Path folder;

  /// The child: runs a recipe.
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      Trainer.run(Recipes.read(Path.of(args[0]), List.of(), Pretrain.class), Observer.NONE, () -> false);
    }
  }

  @Test
  void killedThreeTimesItEndsTheSame() throws Exception {
    killed(3);
  }

  @Test
  @Tag("slow")
  void killedTwentyTimesItEndsTheSame() throws Exception {
    killed(20);
  }

  private void killed(int times) throws IOException, InterruptedException {
    var text = Files.writeString(folder.resolve("text.txt"), TinyText.of(20_000));
    var whole = recipe(text, "whole");
    long begin = System.nanoTime();
    assertThat(child(whole).waitFor()).isZero();
    long millis = (System.nanoTime() - begin) / 1_000_000;
    var killed = recipe(text, "killed");
    var random = new SplittableRandom(SEED);
    int interrupted = 0;
    for (int i = 0; i < times; i++) {
      var child = child(killed);
      if (!child.waitFor(millis / 4 + random.nextLong(millis / 2), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly().waitFor();
        interrupted++;
      }
    }
    assertThat(child(killed).waitFor()).isZero();
    assertThat(interrupted).as("seed %d: kills that met a living run", SEED).isPositive();
    assertThat(weights("killed")).as("seed %d", SEED).isEqualTo(weights("whole"));
  }

  private String weights(String out) {
    return Hashes.sha256(folder.resolve(out).resolve("model").resolve("model.safetensors"));
  }

  private Path recipe(Path text, String out) throws IOException {
    var recipe = Recipes.of(List.of("data=[" + text + "]", "out=" + folder.resolve(out), "tokenizer=characters", "vocabulary=100",
        "model.layers=2", "model.width=32", "model.heads=2", "model.context=32", "batch=8", "steps=60", "evaluateEvery=20",
        "checkpointEvery=5", "dropout=0.1", "optimizer.warmup=5"), Pretrain.class);
    return Files.writeString(folder.resolve(out + ".yaml"), Recipes.yaml(recipe));
  }

  private static Process child(Path recipe) throws IOException {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
        "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        Child.class.getName(), recipe.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }
}
