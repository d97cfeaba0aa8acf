package wenmai.train;

import java.util.Arrays;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tensor.Precision;
import wenmai.tensor.ProfiledDevice;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;

/// How fast this machine trains a model, measured on random ids: the whole step, forward, backward and optimizer.
///
/// @param seconds of a step, the median
/// @param tokens  of a step
/// @param flops   of a second, as [Work] counts them
/// @param loss    of the last step
/// @param precision in which its products were computed
public record Speed(double seconds, long tokens, long parameters, double flops, double loss, Precision precision) {

  /// @param warmUp seconds of steps before any is counted, while the JVM compiles; one step at least
  /// @param steps  that are counted
  public static Speed of(BenchRecipe recipe, double warmUp, int steps) {
    return of(recipe, Device.of(recipe.device()), warmUp, steps);
  }

  /// On the recipe's device or, to see where the time of the counted steps goes, on one that profiles it.
  public static Speed of(BenchRecipe recipe, Device device, double warmUp, int steps) {
    var precision = recipe.precision().on(device, recipe.model());
    int recomputed = Recomputation.of(recipe, 1).blocks();
    try (var learner = Learner.of(recipe, Weights.fresh(device, new Seed(recipe.seed()).at("weights")));
        var optimizer = new Optimizer(learner.model().weights().all(), recipe.optimizer())) {
      var exercise = learner.exercise(random(recipe), new Seed(recipe.seed()).at("corruption"));
      var seconds = new double[steps];
      double loss = Double.NaN;
      long begin = System.nanoTime();
      for (int step = 0, counted = 0; counted < steps; step++) {
        if (counted == 0 && device instanceof ProfiledDevice profiled) {
          profiled.forget();
        }
        long start = System.nanoTime();
        loss = Tape.backward(() -> Loss.of(learner, exercise, Pass.WHOLE.recomputing(recomputed).in(precision), LossTerms.DEFAULTS, 1));
        optimizer.step(step, recipe.optimizer().lastRate(), optimizer.gradientNorm());
        if (step > 0 && start - begin > warmUp * 1e9) {
          seconds[counted++] = (System.nanoTime() - start) / 1e9;
        }
      }
      Arrays.sort(seconds);
      long tokens = (long) recipe.batch() * recipe.model().context();
      return new Speed(seconds[steps / 2], tokens, learner.model().parameters(), tokens * learner.flops() / seconds[steps / 2], loss, precision);
    }
  }

  private static Batches random(BenchRecipe recipe) {
    int tokens = Math.multiplyExact(recipe.batch(), recipe.model().context());
    var random = new Seed(recipe.seed()).at("ids").random();
    return new Batches(random.ints(tokens, 0, recipe.vocabulary()).toArray(), random.ints(tokens, 0, recipe.vocabulary()).toArray(),
        recipe.batch(), recipe.model().context());
  }

  public double tokensPerSecond() {
    return tokens / seconds;
  }
}
