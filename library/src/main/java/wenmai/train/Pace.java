package wenmai.train;

import java.util.Comparator;
import java.util.stream.IntStream;
import wenmai.tensor.Mask;

/// What a token costs in training, measured in steps with one block and with three, on random ids: what a block costs and
/// what the rest of a step. A text too long to measure is foretold from two shorter ones, for of what a block does only
/// attention grows, with the keys that a token sees: a block costs `linear + key · seen`.
///
/// @param rest   seconds a token outside of the blocks
/// @param linear seconds a token in a block, attention aside; all of it where no other length was measured
/// @param key    seconds a token and key seen
record Pace(double rest, double linear, double key) {
  private static final double WARM_UP = 4;    // seconds
  private static final int STEPS = 3;
  private static final int ROUNDS = 3;
  private static final int FEW = 3;           // blocks
  private static final int TOKENS = 4096;     // that are measured at most
  private static final double FORWARD = 1 / 3.0;   // share of a block that is its forward pass

  /// The median of several rounds: a machine's speed wanders, and the models of one round are measured close to each other.
  static Pace of(BenchRecipe recipe) {
    return IntStream.range(0, ROUNDS).mapToObj(round -> measured(recipe, round == 0 ? WARM_UP : 0))
        .sorted(Comparator.comparing(pace -> pace.seconds(recipe, 0))).toList().get(ROUNDS / 2);
  }

  private static Pace measured(BenchRecipe recipe, double warmUp) {
    int context = Math.min(recipe.model().context(), TOKENS);
    double one = perToken(recipe, 1, context, warmUp);
    double few = perToken(recipe, FEW, context, warmUp);
    double block = Math.max(0, few - one) / (FEW - 1);
    double rest = Math.max(0, one - block);
    if (context == recipe.model().context()) {
      return new Pace(rest, block, 0);
    }
    if (seen(recipe, context) == seen(recipe, context / 4)) {
      return new Pace(rest, block, 0);
    }
    double shorter = Math.max(0, perToken(recipe, FEW, context / 4, warmUp) - rest) / FEW;
    double key = Math.max(0, block - shorter) / (seen(recipe, context) - seen(recipe, context / 4));
    return new Pace(rest, block - key * seen(recipe, context), key);
  }

  /// Of a micro-batch. A recomputed block runs forward twice, but for its attention.
  double seconds(BenchRecipe recipe, int recomputed) {
    int layers = recipe.model().layers();
    int context = recipe.model().context();
    double token = rest + layers * (linear + key * seen(recipe, context)) + recomputed * FORWARD * linear;
    return token * recipe.batch() * context;
  }

  private static double perToken(BenchRecipe recipe, int layers, int context, double warmUp) {
    return 1 / Speed.of(sample(recipe, layers, context), warmUp, STEPS).tokensPerSecond();
  }

  /// Is the memory, where it is known, enough for the largest sample?
  static boolean fits(BenchRecipe recipe) {
    var largest = Recomputation.of(sample(recipe, FEW, Math.min(recipe.model().context(), TOKENS)), 1);
    return largest.memory().isEmpty() || largest.fits();
  }

  /// What is measured of a recipe.
  private static BenchRecipe sample(BenchRecipe recipe, int layers, int context) {
    boolean recurrent = recipe.model().kind() == ModelShape.Kind.LSTM;   // which works on all rows at once, step after step
    int rows = recurrent ? recipe.batch() : Math.clamp(TOKENS / context, 1, recipe.batch());
    int length = recurrent ? Math.clamp(TOKENS / rows, 1, context) : context;
    return recipe.recomputing("0").with(recipe.model().layers(layers).context(length)).batch(rows);
  }

  /// Keys that a token sees, on average; none of an LSTM's.
  private static double seen(BenchRecipe recipe, int context) {
    if (recipe.model().kind() == ModelShape.Kind.LSTM) {
      return 0;
    }
    if (recipe.objective() != Objective.CAUSAL) {
      return context;
    }
    var model = recipe.model();
    var mask = model.window() == 0 ? Mask.CAUSAL : Mask.CAUSAL.within(model.window(), model.sinks());
    return IntStream.range(0, context).mapToDouble(t -> {
      int from = mask.from(0, t, context, context);
      return mask.to(0, t, context, context) - from + Math.min(from, mask.sinks());
    }).average().orElseThrow();
  }
}
