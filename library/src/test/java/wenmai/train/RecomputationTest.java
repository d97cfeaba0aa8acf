package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.message.Failure;
import wenmai.tensor.ChildJvm;

class RecomputationTest {
  @TempDir
  Path folder;

  private static BenchRecipe bench(String... more) {
    var keys = new ArrayList<>(List.of("model={layers: 6, width: 64, heads: 2, context: 512}", "vocabulary=100", "batch=64"));
    keys.addAll(List.of(more));
    return Recipes.of(keys, BenchRecipe.class);
  }

  @Test
  void asFewBlocksAreRecomputedAsTheMemoryAsksFor() {
    int before = 0;
    long most = Footprint.of(bench(), 1, 0).needed();
    long least = Footprint.of(bench(), 1, 5).needed();
    for (long memory = most; memory >= least; memory -= (most - least) / 20) {
      var chosen = Recomputation.of(bench(), 1, memory);
      assertThat(chosen.fits()).isTrue();
      assertThat(chosen.blocks()).isGreaterThanOrEqualTo(before);
      assertThat(chosen.blocks() == 0 || Footprint.of(bench(), 1, chosen.blocks() - 1).needed() > memory).isTrue();
      before = chosen.blocks();
    }
    assertThat(Recomputation.of(bench(), 1, most).blocks()).isZero();
    assertThat(before).isGreaterThanOrEqualTo(4);
  }

  @Test
  void whereNothingFitsTheLeastIsTakenAndANumberIsTakenAsItIs() {
    assertThat(Recomputation.of(bench(), 1, 1)).matches(chosen -> !chosen.fits() && chosen.blocks() >= 5);
    assertThat(Recomputation.of(bench("recompute=2"), 1, 1).blocks()).isEqualTo(2);
    assertThat(Recomputation.of(bench("recompute=2"), 1, 1L << 50).blocks()).isEqualTo(2);
    assertThatThrownBy(() -> bench("recompute=7")).isInstanceOf(BadInput.class).hasMessageContaining("recompute (7)");
    assertThatThrownBy(() -> bench("recompute=some")).isInstanceOf(BadInput.class).hasMessageContaining("recompute (some)");
  }

  @Test
  void aGpusMemoryIsComparedWithNothing() {
    var chosen = Recomputation.of(bench("device=cuda"), 1);
    assertThat(chosen.blocks()).isZero();
    assertThat(chosen.fits()).isFalse();
    assertThat(chosen.words().en()).startsWith("about 0.").contains("on the GPU, whose memory is not known", "0 of 6 blocks").doesNotContain("allowed");
    assertThat(chosen.words().zh()).contains("GPU", "未知").doesNotContain("可用");
    assertThat(Forecast.room(bench("device=cuda:1"), 1)).isEmpty();
    assertThat(Forecast.room(bench("device=torch"), 1)).isPresent();
    assertThat(bench("device=cuda")).as("one device, one recipe").isEqualTo(bench("device=cuda:0"));
  }

  /// Trains on the longest context that fits, and on one longer by 15 %.
  static final class Longest {
    private static Pretrain recipe(Path folder, int context) {
      return Recipes.of(List.of("data=[" + folder.resolve("text.txt") + "]", "out=" + folder.resolve("run" + context), "tokenizer=characters",
          "vocabulary=100", "batch=1", "steps=1", "optimizer.warmup=0", "model={layers: 2, width: 64, heads: 2, window: 8, context: " + context + "}"), Pretrain.class);
    }

    public static void main(String[] args) {
      var folder = Path.of(System.getProperty("folder"));
      int longest = Forecast.longestContext(recipe(folder, 9).bench(100), 1);
      System.out.println(Trainer.run(recipe(folder, longest), Observer.NONE, () -> false).steps() + " step");
      try {
        Trainer.run(recipe(folder, (int) (1.15 * longest)), Observer.NONE, () -> false);
      } catch (Failure e) {
        System.out.println(e.message().en() + "\n" + e.message().zh());
      }
    }
  }

  @Test
  void theLongestContextFitsAndOneLongerBy15PercentIsToldWhatToChange() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("text.txt"), TinyText.of(300_000));
    assertThat(ChildJvm.run(Longest.class, jar -> true, "-XX:MaxDirectMemorySize=300m", "-Dfolder=" + folder).lines().toList())
        .satisfiesExactly(first -> assertThat(first).isEqualTo("1 step"),
            en -> assertThat(en).contains("not enough memory: a step of batch=1").containsPattern("model\\.context=\\d+ is the longest that fits"),
            zh -> assertThat(zh).contains("内存不足", "放得下的最长"));
  }
}
