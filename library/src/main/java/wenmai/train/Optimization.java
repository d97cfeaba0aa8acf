package wenmai.train;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import wenmai.files.Default;
import wenmai.files.Recipes;
import wenmai.message.BadInput;

/// How weights follow their gradients: a rule under a schedule.
///
/// @param kind     adamw, adam, sgd, lion or muon. Decay is decoupled (Loshchilov 2017), but joins the gradient in adam and sgd
/// @param rate     the highest learning rate
/// @param lastRate the learning rate at the end
/// @param warmup   steps until the highest rate
/// @param beta1    memory of the gradient's mean; in lion, of the mean that is followed
/// @param beta2    memory of its square; in lion, of the mean that is kept
/// @param decay    weight decay, of matrices only
/// @param clip     the largest norm of all gradients together; 0 does not clip. Pascanu 2012
/// @param momentum memory of sgd and muon
/// @param nesterov whether they look one step ahead. Nesterov 1983
/// @param scaling  how far muon goes: match_rms_adamw (with AdamW's rates) or original (with rates around 0.02)
/// @param groups   weights with rates and decays of their own; the first that holds a weight counts
public record Optimization(@Default("adamw") Kind kind, @Default("1e-3") double rate, @Default("1e-4") double lastRate,
    @Default("100") int warmup, @Default("cosine") Schedule schedule, @Default("0.9") double beta1, @Default("0.99") double beta2,
    @Default("0.1") double decay, @Default("1") double clip, @Default("0.95") double momentum, @Default("true") boolean nesterov,
    @Default("match_rms_adamw") Scaling scaling, @Default("[]") List<Group> groups) {

  public static final Optimization DEFAULTS = Recipes.of(List.of(), Optimization.class);

  /// The [Rule].
  public enum Kind {
    ADAMW, ADAM, SGD, LION, MUON
  }

  /// How far [Muon] moves a matrix [R,C]: an orthogonal one's numbers have the root mean square 1/√max(R,C).
  public enum Scaling {
    /// 0.2 √max(R,C): as far as AdamW goes, so its rates and decays serve here too. Liu 2025, "Muon is scalable for LLM
    /// training", §2.2.
    MATCH_RMS_ADAMW,
    /// √max(1, R/C), for rates around 0.02. Jordan 2024.
    ORIGINAL;

    double of(long rows, long columns) {
      return switch (this) {
        case MATCH_RMS_ADAMW -> 0.2 * Math.sqrt(Math.max(rows, columns));
        case ORIGINAL -> Math.sqrt(Math.max(1, (double) rows / columns));
      };
    }
  }

  /// @param match the names of its weights, with * for any text: model.embed_tokens.*
  /// @param rate  a factor of the scheduled rate
  /// @param decay a factor of the decay
  public record Group(String match, @Default("1") double rate, @Default("1") double decay) {
    private static final Group REST = new Group("*", 1, 1);

    public Group {
      if (!(rate >= 0 && decay >= 0)) {
        throw new BadInput("optimizer.groups: rate (%s) and decay (%s) must not be negative", "optimizer.groups：rate（%s）和 decay（%s）不能为负", rate, decay);
      }
    }

    boolean holds(String name) {
      return name.matches(Pattern.quote(match).replace("*", "\\E.*\\Q"));
    }
  }

  public Optimization {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new BadInput("optimizer.rate (%s) must be above 0, such as 1e-3", "optimizer.rate（%s）必须大于 0，例如 1e-3", rate);
    }
    if (!(lastRate >= 0 && lastRate <= rate)) {
      throw new BadInput("optimizer.lastRate (%s) must lie between 0 and optimizer.rate (%s), such as a tenth of it",
          "optimizer.lastRate（%s）必须在 0 与 optimizer.rate（%s）之间，例如其十分之一", lastRate, rate);
    }
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
      throw new BadInput("optimizer.beta1 (%s) and beta2 (%s) must be from 0 to below 1", "optimizer.beta1（%s）和 beta2（%s）必须大于等于 0 且小于 1", beta1, beta2);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new BadInput("optimizer.momentum (%s) must be from 0 to below 1", "optimizer.momentum（%s）必须大于等于 0 且小于 1", momentum);
    }
    if (warmup < 0 || !(decay >= 0) || !(clip >= 0)) {
      throw new BadInput("optimizer.warmup (%d), decay (%s) and clip (%s) must not be negative", "optimizer.warmup（%d）、decay（%s）和 clip（%s）不能为负",
          warmup, decay, clip);
    }
    if (rate * decay >= 1) {
      throw new BadInput("optimizer.rate (%s) × optimizer.decay (%s) must be below 1, or a step takes more than the whole weight away; take a smaller decay",
          "optimizer.rate（%s）× optimizer.decay（%s）必须小于 1，否则一步的衰减会超过权重本身；请减小 decay", rate, decay);
    }
  }

  /// @throws BadInput where a key was given that the kind does not look at
  void requireUsed() {
    boolean remembers = kind == Kind.SGD || kind == Kind.MUON;
    requireUsed("momentum", momentum, DEFAULTS.momentum, remembers);
    requireUsed("nesterov", nesterov, DEFAULTS.nesterov, remembers);
    requireUsed("scaling", scaling, DEFAULTS.scaling, kind == Kind.MUON);
    requireUsed("beta1", beta1, DEFAULTS.beta1, kind != Kind.SGD);
    requireUsed("beta2", beta2, DEFAULTS.beta2, kind != Kind.SGD);
  }

  private void requireUsed(String key, Object value, Object usual, boolean used) {
    if (!used && !value.equals(usual)) {
      throw new BadInput("optimizer.%s (%s) means nothing to optimizer.kind %s; leave it out, or take another kind",
          "optimizer.%s（%s）对 optimizer.kind %s 没有作用；请去掉它，或换一种 kind", key, lower(value), lower(kind));
    }
  }

  private static String lower(Object value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }

  /// Adam at one rate, as in the paper. Kingma 2014.
  static Optimization adam(double rate) {
    return new Optimization(Kind.ADAM, rate, rate, 0, Schedule.CONSTANT, 0.9, 0.999, 0, 1, 0, false, Scaling.ORIGINAL, List.of());
  }

  Group group(String name) {
    return groups.stream().filter(g -> g.holds(name)).findFirst().orElse(Group.REST);
  }
}
