package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.decode.Engine;
import wenmai.decode.Sampling;
import wenmai.files.Recipes;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;

/// However long it goes on, the number of living tensors stays the same from step to step and from token to token.
class FlatMemoryTest {
  @TempDir
  Path folder;

  @Test
  void overTwoThousandTrainingSteps() throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), TinyText.of(3_000));
    var recipe = Recipes.of(List.of("data=[" + text + "]", "out=" + folder.resolve("run"), "tokenizer=characters", "vocabulary=100",
        "model.layers=1", "model.width=8", "model.heads=2", "model.context=8", "batch=2", "steps=2000", "evaluateEvery=0",
        "checkpointEvery=0", "dropout=0.1"), Pretrain.class);
    var living = new HashSet<Long>();
    Trainer.run(recipe, new Observer() {
      @Override
      public void step(Step step) {
        living.add(Scope.live());
      }
    }, () -> false);
    assertThat(living).hasSize(1);
  }

  @Test
  void overTwoThousandDecodedTokens() {
    var living = new HashSet<Long>();
    try (var decoder = new Decoder(DecoderConfig.llama(40, 8, 2, 2, 1, 16, 4096), Weights.fresh(Device.jvm(), new Seed(1)));
        var engine = new Engine(decoder)) {
      engine.generate(new int[] {1}, 2_000, new Sampling(1, 0, 1, 0, 1, new Seed(1)), Set.of(), id -> {
        living.add(Scope.live());
        return true;
      });
    }
    assertThat(living).hasSize(1);
  }
}
