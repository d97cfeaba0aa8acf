package wenmai.train;

import java.util.stream.IntStream;
import wenmai.message.Failure;
import wenmai.tensor.Device;
import wenmai.tensor.Precision;

/// What a recipe will need, before anything of it runs. Memory follows from the shapes ([Footprint]); time is measured, by
/// [Pace].
///
/// @param totalBytes     of the footprint
/// @param memory         that a run may take here
/// @param recomputed     how many blocks are computed again on the way back, so that it fits
/// @param precision      of the products
/// @param longestContext whose footprint fits the memory; 0 where not even one token's does
/// @param tokensPerSecond of the training steps
/// @param hours          of all training steps, without evaluation
public record Forecast(Footprint footprint, long totalBytes, long memory, boolean fits, int recomputed, Precision precision, int longestContext,
    double tokensPerSecond, double hours) {

  public static Forecast of(Pretrain recipe) {
    return of(recipe.bench(recipe.vocabulary()), recipe.accumulate(), recipe.steps());
  }

  /// Of so many steps, each of so many micro-batches.
  public static Forecast of(BenchRecipe recipe, int accumulate, int steps) {
    var chosen = Recomputation.of(recipe, accumulate);
    double seconds = Pace.of(recipe).seconds(recipe, chosen.blocks());
    long tokens = (long) recipe.batch() * recipe.model().context();
    return new Forecast(chosen.footprint(), chosen.footprint().total(), chosen.memory(), chosen.fits(), chosen.blocks(),
        recipe.precision().on(Device.of(recipe.device()), recipe.model()), longestContext(recipe, accumulate), tokens / seconds, seconds * accumulate * steps / 3600);
  }

  /// By halving: a footprint grows with the context.
  static int longestContext(BenchRecipe recipe, int accumulate) {
    int fits = 0;
    for (int step = 1 << 27; step > 0; step /= 2) {
      if (fits(recipe, accumulate, fits + step)) {
        fits += step;
      }
    }
    return fits;
  }

  private static boolean fits(BenchRecipe recipe, int accumulate, int context) {
    if ((long) recipe.batch() * context > Integer.MAX_VALUE) {
      return false;
    }
    boolean tooShort = recipe.objective() == Objective.SPANS && recipe.corruption().written(context) > context;
    return tooShort || Recomputation.of(recipe.with(recipe.model().context(context)), accumulate).fits();
  }

  /// What to change in a recipe that asked for more than there is.
  ///
  /// @param full what was thrown, caused by an `OutOfMemoryError`
  static Failure advice(BenchRecipe recipe, int accumulate, Failure full) {
    int batch = recipe.batch();
    int part = IntStream.rangeClosed(2, Math.max(2, batch)).filter(n -> batch % n == 0).findFirst().orElse(1);
    var chosen = Recomputation.of(recipe, accumulate);
    boolean all = recipe.recompute().equals("auto") || chosen.blocks() == chosen.layers();
    return new Failure(full, "not enough memory: a step of batch=%1$d and model.context=%2$d holds about %3$.1f GB, and about %4$.1f GB are allowed."
        + " %5$sbatch=%7$d accumulate=%8$d trains on as many tokens a step in less; model.context=%9$d is the longest that fits;"
        + " WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g allows more",
        "内存不足：batch=%1$d、model.context=%2$d 的一步约需 %3$.1f GB，而可用约 %4$.1f GB。%6$sbatch=%7$d accumulate=%8$d 每步词元数不变而占用更少；"
            + "放得下的最长 model.context=%9$d；WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g 可放宽上限",
        batch, recipe.model().context(), chosen.footprint().needed() / 1e9, chosen.memory() / 1e9,
        all ? "" : "recompute=" + chosen.layers() + " keeps little of the blocks; ", all ? "" : "recompute=" + chosen.layers() + " 让各层只保留少量激活；",
        batch / part, accumulate * part, longestContext(recipe, accumulate));
  }
}
