package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;
import static wenmai.tensor.kernel.Vectors.load;
import static wenmai.tensor.kernel.Vectors.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import wenmai.tensor.Update;

/// [Update]s on the Vector API: whole vectors, and the rest one by one with the same roundings. Memory bounds them all: of
/// Adam's 28 bytes a weight, 16 are read and 12 written.
final class Updates {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int L = F.length();

  private Updates() {}

  static void sgd(long weight, long gradient, long n, Update.Sgd u) {
    long i = 0;
    float rate = (float) u.rate();
    float keep = (float) (1 - u.decay());
    float l2 = (float) u.l2();
    float factor = (float) u.factor();
    for (; i + L <= n; i += L) {
      var w = load(weight, i);
      var g = load(gradient, i).mul(factor).add(w.mul(l2));
      store(w.mul(keep).sub(g.mul(rate)), weight, i);
    }
    for (; i < n; i++) {
      float w = get(weight, i);
      set(weight, i, w * keep - (get(gradient, i) * factor + w * l2) * rate);
    }
  }

  /// The direction is direct · g + through · m: (0, 1), or with Nesterov (1, μ).
  static void momentum(long weight, long gradient, long moment, long n, Update.Sgd u) {
    long i = 0;
    float rate = (float) u.rate();
    float keep = (float) (1 - u.decay());
    float l2 = (float) u.l2();
    float factor = (float) u.factor();
    float mu = (float) u.momentum();
    float direct = u.nesterov() ? 1 : 0;
    float through = u.nesterov() ? mu : 1;
    for (; i + L <= n; i += L) {
      var w = load(weight, i);
      var g = load(gradient, i).mul(factor).add(w.mul(l2));
      var m = load(moment, i).mul(mu).add(g);
      store(m, moment, i);
      store(w.mul(keep).sub(g.mul(direct).add(m.mul(through)).mul(rate)), weight, i);
    }
    for (; i < n; i++) {
      float w = get(weight, i);
      float g = get(gradient, i) * factor + w * l2;
      float m = get(moment, i) * mu + g;
      set(moment, i, m);
      set(weight, i, w * keep - (g * direct + m * through) * rate);
    }
  }

  static void adam(long weight, long gradient, long first, long second, long n, Update.Adam u) {
    long i = 0;
    float keep1 = (float) u.beta1();
    float keep2 = (float) u.beta2();
    float take1 = (float) (1 - u.beta1());
    float take2 = (float) (1 - u.beta2());
    float rate = (float) (u.rate() / u.correction1());
    float scale = (float) (1 / Math.sqrt(u.correction2()));
    float epsilon = (float) u.epsilon();
    float keep = (float) (1 - u.decay());
    float l2 = (float) u.l2();
    float factor = (float) u.factor();
    for (; i + L <= n; i += L) {
      var w = load(weight, i);
      var g = load(gradient, i).mul(factor).add(w.mul(l2));
      var m = load(first, i).mul(keep1).add(g.mul(take1));
      var v = load(second, i).mul(keep2).add(g.mul(g).mul(take2));
      store(m, first, i);
      store(v, second, i);
      store(w.mul(keep).sub(m.mul(rate).div(v.sqrt().mul(scale).add(epsilon))), weight, i);
    }
    for (; i < n; i++) {
      float w = get(weight, i);
      float g = get(gradient, i) * factor + w * l2;
      float m = get(first, i) * keep1 + g * take1;
      float v = get(second, i) * keep2 + g * g * take2;
      set(first, i, m);
      set(second, i, v);
      set(weight, i, w * keep - m * rate / ((float) Math.sqrt(v) * scale + epsilon));
    }
  }

  static void lion(long weight, long gradient, long moment, long n, Update.Lion u) {
    long i = 0;
    float keep1 = (float) u.beta1();
    float keep2 = (float) u.beta2();
    float take1 = (float) (1 - u.beta1());
    float take2 = (float) (1 - u.beta2());
    float rate = (float) u.rate();
    float keep = (float) (1 - u.decay());
    float factor = (float) u.factor();
    for (; i + L <= n; i += L) {
      var g = load(gradient, i).mul(factor);
      var m = load(moment, i);
      var c = m.mul(keep1).add(g.mul(take1));
      var step = FloatVector.zero(F).blend(rate, c.compare(VectorOperators.GT, 0)).blend(-rate, c.compare(VectorOperators.LT, 0));
      store(m.mul(keep2).add(g.mul(take2)), moment, i);
      store(load(weight, i).mul(keep).sub(step), weight, i);
    }
    for (; i < n; i++) {
      float g = get(gradient, i) * factor;
      float m = get(moment, i);
      set(moment, i, m * keep2 + g * take2);
      set(weight, i, get(weight, i) * keep - Math.signum(m * keep1 + g * take1) * rate);
    }
  }
}
