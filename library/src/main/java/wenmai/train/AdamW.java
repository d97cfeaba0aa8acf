package wenmai.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import wenmai.tensor.Device;
import wenmai.tensor.Tensor;

/// Adam with decoupled weight decay: each weight moves by its gradient's mean over the root of its square's mean.
/// Kingma 2014, algorithm 1 · Loshchilov 2017, algorithm 2. Two fp32 moments a weight.
public final class AdamW implements AutoCloseable {
  private static final double EPSILON = 1e-8;

  private final SequencedMap<String, Tensor> weights;
  private final Map<String, Tensor> first = new LinkedHashMap<>();
  private final Map<String, Tensor> second = new LinkedHashMap<>();
  private final Optimization o;

  public AdamW(SequencedMap<String, Tensor> weights, Optimization o) {
    this.weights = weights;
    this.o = o;
    weights.forEach((name, weight) -> {
      weight.requireGrad();
      first.put(name, weight.device().zeros(weight.shape()).own());
      second.put(name, weight.device().zeros(weight.shape()).own());
    });
  }

  /// The norm of all gradients together.
  public double gradientNorm() {
    return Math.sqrt(weights.values().stream().filter(Tensor::hasGrad).mapToDouble(w -> w.grad().squares()).sum());
  }

  /// Moves every weight that has a gradient, and forgets the gradients.
  ///
  /// @param step from 0
  /// @param norm of the gradients
  public void step(int step, double rate, double norm) {
    double factor = o.clip() > 0 && norm > o.clip() ? o.clip() / norm : 1;
    double correction1 = 1 - Math.pow(o.beta1(), step + 1);
    double correction2 = 1 - Math.pow(o.beta2(), step + 1);
    weights.forEach((name, weight) -> {
      if (weight.hasGrad()) {
        double decay = weight.rank() > 1 ? rate * o.decay() : 0;
        weight.adamW(moment(first, name), moment(second, name),
            new Device.AdamW(rate, decay, o.beta1(), o.beta2(), EPSILON, correction1, correction2, factor));
        weight.clearGrad();
      }
    });
  }

  public void forgetGradients() {
    weights.values().forEach(Tensor::clearGrad);
  }

  private static Tensor moment(Map<String, Tensor> moments, String name) {
    return Objects.requireNonNull(moments.get(name), name);
  }

  /// Both moments by name, to save and to restore.
  public SequencedMap<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    first.forEach((name, moment) -> state.put("first." + name, moment));
    second.forEach((name, moment) -> state.put("second." + name, moment));
    return state;
  }

  @Override
  public void close() {
    first.values().forEach(Tensor::close);
    second.values().forEach(Tensor::close);
  }
}
