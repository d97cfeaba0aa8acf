package wenmai.train;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import wenmai.message.BadInput;
import wenmai.tensor.Tensor;

/// Moves a model's weights by their gradients: each by its [Rule], at its [group's][Optimization.Group] rate. Owns what the
/// rules keep from step to step.
public final class Optimizer implements AutoCloseable {
  private final SequencedMap<String, Tensor> weights;
  private final SequencedMap<String, Mover> movers = new LinkedHashMap<>();
  private final Optimization o;

  /// What moves one weight.
  private record Mover(Tensor weight, Rule rule, Optimization.Group group, List<Tensor> moments) {}

  public Optimizer(SequencedMap<String, Tensor> weights, Optimization o) {
    this.weights = weights;
    this.o = o;
    requireMembers(o, weights.keySet());
    weights.forEach((name, weight) -> {
      weight.requireGrad();
      var rule = Rule.of(o, name, weight);
      var moments = Stream.generate(() -> weight.device().zeros(weight.shape()).own()).limit(rule.moments().size()).toList();
      movers.put(name, new Mover(weight, rule, o.group(name), moments));
    });
  }

  /// @param weights their names
  /// @throws BadInput where a group has no weight
  static void requireMembers(Optimization o, Collection<String> weights) {
    for (var group : o.groups()) {
      if (weights.stream().noneMatch(name -> o.group(name) == group)) {
        throw new BadInput("optimizer.groups: match (%s) fits no weight that no earlier group holds; there are %s",
            "optimizer.groups：match（%s）不匹配任何权重，或前面的组已包含它们；现有权重：%s", group.match(),
            String.join(", ", weights.stream().map(Optimizer::layersAlike).distinct().sorted().toList()));
      }
    }
  }

  private static String layersAlike(String name) {
    return name.replaceAll("\\.\\d+\\.", ".*.");
  }

  /// The norm of all gradients together.
  public double gradientNorm() {
    return Math.sqrt(weights.values().stream().filter(Tensor::hasGrad).mapToDouble(w -> w.grad().squares()).sum());
  }

  /// Moves every weight that has a gradient, and forgets the gradients. Matrices decay; norms and biases do not.
  ///
  /// @param step from 0
  /// @param norm of the gradients
  public void step(int step, double rate, double norm) {
    double factor = o.clip() > 0 && norm > o.clip() ? o.clip() / norm : 1;
    movers.values().forEach(mover -> {
      var weight = mover.weight;
      if (weight.hasGrad()) {
        double decay = weight.rank() > 1 ? o.decay() * mover.group.decay() : 0;
        mover.rule.move(weight, mover.moments, new Rule.Step(step, rate * mover.group.rate(), decay, factor));
        weight.clearGrad();
      }
    });
  }

  public void forgetGradients() {
    weights.values().forEach(Tensor::clearGrad);
  }

  /// All moments by name, to save and to restore.
  public SequencedMap<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    movers.forEach((name, mover) -> {
      for (int i = 0; i < mover.moments.size(); i++) {
        state.put(mover.rule.moments().get(i) + "." + name, mover.moments.get(i));
      }
    });
    return state;
  }

  @Override
  public void close() {
    movers.values().forEach(mover -> mover.moments.forEach(Tensor::close));
  }
}
