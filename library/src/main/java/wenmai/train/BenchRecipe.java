package wenmai.train;

import wenmai.files.Default;
import wenmai.message.BadInput;
import wenmai.tensor.Device;

/// A recipe for measuring training steps on random ids: of a recipe for training, what decides how long a step takes and
/// how much memory it needs.
///
/// @param vocabulary tokens, exactly
/// @param batch      sequences of a step
/// @param context    tokens of a sequence; 0 takes the model's
/// @param objective  causal, masked or spans; with it, which kind of model learns
/// @param corruption how much of a text is hidden, of objective masked and spans
/// @param recompute  blocks that keep their input alone and are computed again on the way back: a number, or auto
/// @param seed       of weights and ids
/// @param device     jvm, torch or cuda:0
/// @param precision  of attention, linear layers and the output layer: fp32, bf16 (devices torch and cuda:0), int8 (device jvm) or auto
public record BenchRecipe(ModelShape model, @Default("8192") int vocabulary, @Default("16") int batch, @Default("0") int context,
    @Default("causal") Objective objective, Corruption corruption, @Default("auto") String recompute, Optimization optimizer,
    @Default("1") long seed, @Default("jvm") String device, @Default("auto") PrecisionChoice precision) {

  public BenchRecipe {
    if (vocabulary < 1 || batch < 1 || context < 0) {
      throw new BadInput("vocabulary (%d) and batch (%d) must be at least 1, context (%d) at least 0",
          "vocabulary（%d）和 batch（%d）必须至少为 1，context（%d）至少为 0", vocabulary, batch, context);
    }
    device = Device.canonical(device);
    Recomputation.require(recompute, model.layers());
    model = context == 0 ? model : model.context(context);
    requireCountable(batch, model, vocabulary);
    model.requireFor(objective, corruption);
    optimizer.requireUsed();
  }

  /// @throws BadInput where a matrix would have more elements or rows than one may have
  static void requireCountable(int batch, ModelShape model, int vocabulary) {
    if ((long) batch * model.context() > Integer.MAX_VALUE) {
      throw new BadInput("batch (%d) × model.context (%d) must be below 2³¹ tokens; take more accumulate instead",
          "batch（%d）× model.context（%d）必须小于 2³¹ 个词元；请改用更大的 accumulate", batch, model.context());
    }
    if ((long) vocabulary * model.width() > Integer.MAX_VALUE) {
      throw new BadInput("vocabulary (%d) × model.width (%d) must be below 2³¹", "vocabulary（%d）× model.width（%d）必须小于 2³¹", vocabulary,
          model.width());
    }
  }

  /// The same with another model.
  BenchRecipe with(ModelShape other) {
    return new BenchRecipe(other, vocabulary, batch, 0, objective, corruption, recompute, optimizer, seed, device, precision);
  }

  BenchRecipe batch(int other) {
    return new BenchRecipe(model, vocabulary, other, 0, objective, corruption, recompute, optimizer, seed, device, precision);
  }

  /// The same with so many blocks recomputed, or as few as the memory asks for.
  BenchRecipe recomputing(String blocks) {
    return new BenchRecipe(model, vocabulary, batch, 0, objective, corruption, blocks, optimizer, seed, device, precision);
  }
}
