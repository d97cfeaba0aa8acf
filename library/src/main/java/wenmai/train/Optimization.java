package wenmai.train;

import java.util.List;
import wenmai.files.Default;
import wenmai.files.Recipes;
import wenmai.message.BadInput;

/// How weights follow their gradients: AdamW (Loshchilov 2017) under a schedule.
///
/// @param rate     the highest learning rate
/// @param lastRate the learning rate at the end
/// @param warmup   steps until the highest rate
/// @param beta1    memory of the gradient's mean
/// @param beta2    memory of its square
/// @param decay    weight decay, of matrices only
/// @param clip     the largest norm of all gradients together; 0 does not clip. Pascanu 2012
public record Optimization(@Default("1e-3") double rate, @Default("1e-4") double lastRate, @Default("100") int warmup,
    @Default("cosine") Schedule schedule, @Default("0.9") double beta1, @Default("0.99") double beta2,
    @Default("0.1") double decay, @Default("1") double clip) {

  public static final Optimization DEFAULTS = Recipes.of(List.of(), Optimization.class);

  public Optimization {
    positive("rate", rate);
    if (!(lastRate >= 0 && lastRate <= rate)) {
      throw new BadInput("lastRate (%s) must lie between 0 and rate (%s)", "lastRate（%s）必须在 0 与 rate（%s）之间", lastRate, rate);
    }
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
      throw new BadInput("beta1 (%s) and beta2 (%s) must be from 0 to below 1", "beta1（%s）和 beta2（%s）必须大于等于 0 且小于 1", beta1, beta2);
    }
    if (warmup < 0 || !(decay >= 0) || !(clip >= 0)) {
      throw new BadInput("warmup (%d), decay (%s) and clip (%s) must not be negative", "warmup（%d）、decay（%s）和 clip（%s）不能为负",
          warmup, decay, clip);
    }
  }

  private static void positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new BadInput("%s (%s) must be above 0", "%s（%s）必须大于 0", name, value);
    }
  }
}
