package wenmai.train;

import java.util.Optional;
import java.util.stream.IntStream;
import wenmai.message.Failure;
import wenmai.message.Message;
import wenmai.tensor.Device;
import wenmai.tensor.Precision;

/// What a recipe will need, before anything of it runs. Memory follows from the shapes ([Footprint]); time is measured, by
/// [Pace].
///
/// @param totalBytes     of the footprint; on a GPU of its tensors
/// @param room           for it; on a GPU, whose memory nobody asks for, none is known
/// @param recomputed     how many blocks are computed again on the way back, so that it fits
/// @param precision      of the products
/// @param tokensPerSecond of the training steps
/// @param hours          of all training steps, without evaluation
public record Forecast(Footprint footprint, long totalBytes, Optional<Room> room, int recomputed, Precision precision, double tokensPerSecond, double hours) {

  /// @param memory         that a run may take here
  /// @param fits           the footprint in it?
  /// @param longestContext whose footprint fits; 0 where not even one token's does
  public record Room(long memory, boolean fits, int longestContext) {}

  public static Forecast of(Pretrain recipe) {
    return of(recipe.bench(recipe.vocabulary()), recipe.accumulate(), recipe.steps());
  }

  /// Of so many steps, each of so many micro-batches.
  public static Forecast of(BenchRecipe recipe, int accumulate, int steps) {
    var chosen = Recomputation.of(recipe, accumulate);
    double seconds = Pace.of(recipe).seconds(recipe, chosen.blocks());
    long tokens = (long) recipe.batch() * recipe.model().context();
    return new Forecast(chosen.footprint(), chosen.bytes(), room(recipe, accumulate), chosen.blocks(),
        recipe.precision().on(Device.of(recipe.device()), recipe.model()), tokens / seconds, seconds * accumulate * steps / 3600);
  }

  static Optional<Room> room(BenchRecipe recipe, int accumulate) {
    var chosen = Recomputation.of(recipe, accumulate);
    return chosen.memory().isEmpty() ? Optional.empty()
        : Optional.of(new Room(chosen.memory().getAsLong(), chosen.fits(), longestContext(recipe, accumulate)));
  }

  /// Where the memory is known. By halving: a footprint grows with the context.
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
    var chosen = Recomputation.of(recipe, accumulate);
    var less = less(recipe, accumulate, chosen);
    if (chosen.memory().isEmpty()) {
      return new Failure(full, "not enough memory on %1$s: a step of batch=%2$d and model.context=%3$d holds about %4$.1f GB of tensors there."
          + " %5$s; a smaller model.context needs less too",
          "%1$s 内存不足：batch=%2$d、model.context=%3$d 的一步在其上约有 %4$.1f GB 张量。%6$s；减小 model.context 也可减少占用",
          recipe.device(), recipe.batch(), recipe.model().context(), chosen.bytes() / 1e9, less.en(), less.zh());
    }
    boolean limited = recipe.device().equals("jvm");
    return new Failure(full, "not enough memory: a step of batch=%1$d and model.context=%2$d holds about %3$.1f GB, and about %4$.1f GB are allowed."
        + " %5$s; model.context=%7$d is the longest that fits%8$s",
        "内存不足：batch=%1$d、model.context=%2$d 的一步约需 %3$.1f GB，而可用约 %4$.1f GB。%6$s；放得下的最长 model.context=%7$d%9$s",
        recipe.batch(), recipe.model().context(), chosen.footprint().needed() / 1e9, chosen.memory().getAsLong() / 1e9, less.en(), less.zh(),
        longestContext(recipe, accumulate), limited ? "; WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g allows more" : "",
        limited ? "；WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g 可放宽上限" : "");
  }

  /// With which keys and values the same steps need less.
  private static Message less(BenchRecipe recipe, int accumulate, Recomputation chosen) {
    int batch = recipe.batch();
    int part = IntStream.rangeClosed(2, Math.max(2, batch)).filter(n -> batch % n == 0).findFirst().orElse(1);
    var parts = Message.of("batch=%d accumulate=%d trains on as many tokens a step in less", "batch=%d accumulate=%d 每步词元数不变而占用更少", batch / part,
        accumulate * part);
    return chosen.mayGrow(recipe.recompute())
        ? Message.of("recompute=%d keeps little of the blocks", "recompute=%d 让各层只保留少量激活", chosen.layers()).then(parts) : parts;
  }
}
