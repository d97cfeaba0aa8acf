import java.nio.file.*;
import java.util.*;
import wenmai.files.Recipes;
import wenmai.train.Observer;
import wenmai.train.Pretrain;
import wenmai.train.Trainer;

/// What each loss of a recipe does to the validation loss, which is always plain cross-entropy: three seeds each of
/// recipes/shakespeare-char.yaml, cut to a few hundred steps.
///
///     ./wenmai java benchmarks/Losses.java tinyshakespeare.txt [STEPS]
final List<String> losses = List.of("{}", "{labelSmoothing: 0.1}", "{zLoss: 1e-4}", "{similarity: 0.5}",
    "{crossEntropy: 0, similarity: 1}", "{crossEntropy: 0, similarity: 1, temperature: 0.07}",
    "{crossEntropy: 0, similarity: 1, form: sigmoid}", "{similarity: 0.5, form: sigmoid}");

double run(String text, String steps, String loss, int seed) throws IOException {
  var out = Files.createTempDirectory("losses");
  var recipe = Recipes.read(Path.of("recipes/shakespeare-char.yaml"), List.of("data=[" + text + "]", "out=" + out, "steps=" + steps,
      "seed=" + seed, "loss=" + loss, "optimizer.warmup=30", "evaluateEvery=0", "checkpointEvery=0", "sampleEvery=0"), Pretrain.class);
  return Trainer.run(recipe, Observer.NONE, () -> false).validation().loss();
}

void main(String[] args) throws IOException {
  for (var loss : losses) {
    var line = new StringBuilder();
    var all = new DoubleSummaryStatistics();
    for (int seed = 1; seed <= 3; seed++) {
      double found = run(args[0], args.length > 1 ? args[1] : "300", loss, seed);
      all.accept(found);
      line.append("%.4f ".formatted(found));
    }
    IO.println("%-66s %s mean %.4f, spread %.4f".formatted(loss, line, all.getAverage(), all.getMax() - all.getMin()));
  }
}
