package wenmai.train;

import java.util.Optional;
import java.util.OptionalDouble;
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
/// @param tokensPerSecond of the training steps; none where the memory is too little to measure
/// @param hours          of all training steps, without evaluation; none likewise
public record Forecast(Footprint footprint, long totalBytes, Optional<Room> room, int recomputed, Precision precision, OptionalDouble tokensPerSecond,
    OptionalDouble hours) {

  /// @param memory         that a run may take here
  /// @param fits           the footprint in it?
  /// @param longestContext whose footprint fits; 0 where not even one token's does
  public record Room(long memory, boolean fits, int longestContext) {}

  /// What to change so that a recipe fits.
  public static Message remedies(Pretrain recipe) {
    return new Remedies(recipe.bench(recipe.vocabulary()), recipe.accumulate()).words();
  }

  public static Forecast of(Pretrain recipe) {
    return of(recipe.bench(recipe.vocabulary()), recipe.accumulate(), recipe.steps());
  }

  /// Of so many steps, each of so many micro-batches.
  public static Forecast of(BenchRecipe recipe, int accumulate, int steps) {
    var chosen = Recomputation.of(recipe, accumulate);
    var precision = recipe.precision().on(Device.of(recipe.device()), recipe.model());
    var seconds = seconds(recipe, chosen.blocks());
    long tokens = (long) recipe.batch() * recipe.model().context();
    return new Forecast(chosen.footprint(), chosen.bytes(), room(recipe, accumulate), chosen.blocks(), precision,
        seconds.stream().map(s -> tokens / s).findFirst(), seconds.stream().map(s -> s * accumulate * steps / 3600).findFirst());
  }

  /// Of a micro-batch, where the memory is enough to measure.
  private static OptionalDouble seconds(BenchRecipe recipe, int recomputed) {
    try {
      return Pace.fits(recipe) ? OptionalDouble.of(Pace.of(recipe).seconds(recipe, recomputed)) : OptionalDouble.empty();
    } catch (OutOfMemoryError e) {   // of Java's heap
      return OptionalDouble.empty();
    } catch (Failure e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        return OptionalDouble.empty();
      }
      throw e;
    }
  }

  static Optional<Room> room(BenchRecipe recipe, int accumulate) {
    var chosen = Recomputation.of(recipe, accumulate);
    return chosen.memory().isEmpty() ? Optional.empty()
        : Optional.of(new Room(chosen.memory().getAsLong(), chosen.fits(), longestContext(recipe, accumulate)));
  }

  /// Where the memory is known; 0 where none fits. By halving: a footprint grows with the context.
  static int longestContext(BenchRecipe recipe, int accumulate) {
    int fits = 0;
    for (int step = 1 << 27; step > 0; step /= 2) {
      if (fits(recipe, accumulate, fits + step)) {
        fits += step;
      }
    }
    return tooShort(recipe, fits) ? 0 : fits;
  }

  private static boolean fits(BenchRecipe recipe, int accumulate, int context) {
    if ((long) recipe.batch() * context > Integer.MAX_VALUE) {
      return false;
    }
    return tooShort(recipe, context) || Recomputation.of(recipe.with(recipe.model().context(context)), accumulate).fits();
  }

  private static boolean tooShort(BenchRecipe recipe, int context) {
    return recipe.objective() == Objective.SPANS && recipe.corruption().written(context) > context;
  }

  /// What to change in a recipe that asked for more than there is.
  ///
  /// @param full what was thrown, caused by an `OutOfMemoryError`
  static Failure advice(BenchRecipe recipe, int accumulate, Failure full) {
    var chosen = Recomputation.of(recipe, accumulate);
    var remedies = new Remedies(recipe, accumulate).words();
    return chosen.memory().isEmpty()
        ? new Failure(full, "not enough memory on %1$s: a step of batch=%2$d and model.context=%3$d holds about %4$.1f GB of tensors there. %5$s",
            "%1$s 内存不足：batch=%2$d、model.context=%3$d 的一步在其上约有 %4$.1f GB 张量。%6$s",
            recipe.device(), recipe.batch(), recipe.model().context(), chosen.bytes() / 1e9, remedies.en(), remedies.zh())
        : new Failure(full, "not enough memory: a step of batch=%1$d and model.context=%2$d holds about %3$.1f GB, and about %4$.1f GB are allowed. %5$s",
            "内存不足：batch=%1$d、model.context=%2$d 的一步约需 %3$.1f GB，而可用约 %4$.1f GB。%6$s",
            recipe.batch(), recipe.model().context(), chosen.footprint().needed() / 1e9, chosen.memory().getAsLong() / 1e9, remedies.en(), remedies.zh());
  }
}
