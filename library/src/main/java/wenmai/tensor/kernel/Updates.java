package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.store;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import wenmai.tensor.Update;

/// [Update]s on the Vector API. Memory bounds them all: of Adam's 28 bytes a weight, 16 are read and 12 written. As in
/// [Curves], constants become vectors outside of the loops.
final class Updates {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int L = F.length();
  private static final int MOST_MOMENTS = 2;

  /// A vector each for the last weights, gradients and moments that fill none.
  private static final ThreadLocal<MemorySegment> REST =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(4L * L * (2 + MOST_MOMENTS), 64));

  private Updates() {}

  static void run(Update rule, long weight, long gradient, long[] moments, long n) {
    long whole = n / L * L;
    loop(rule).run(weight, gradient, moments, whole);
    if (whole < n) {
      rest(rule, weight + 4 * whole, gradient + 4 * whole, later(moments, 4 * whole), n - whole);
    }
  }

  private static long[] later(long[] addresses, long bytes) {
    var later = addresses.clone();
    for (int i = 0; i < later.length; i++) {
      later[i] += bytes;
    }
    return later;
  }

  private static void rest(Update rule, long weight, long gradient, long[] moments, long n) {
    long w = REST.get().address();
    long g = w + 4L * L;
    long[] kept = {g + 4L * L, g + 8L * L};
    copy(weight, w, n);
    copy(gradient, g, n);
    for (int i = 0; i < rule.moments(); i++) {
      copy(moments[i], kept[i], n);
    }
    loop(rule).run(w, g, kept, L);
    copy(w, weight, n);
    for (int i = 0; i < rule.moments(); i++) {
      copy(kept[i], moments[i], n);
    }
  }

  private static void copy(long from, long to, long n) {
    for (long i = 0; i < n; i++) {
      set(to, i, get(from, i));
    }
  }

  /// Called through this, so that each is compiled by itself.
  private interface Loop {
    void run(long weight, long gradient, long[] moments, long n);
  }

  private static Loop loop(Update rule) {
    return switch (rule) {
      case Update.Sgd u when u.moments() == 0 -> (weight, gradient, _, n) -> sgd(weight, gradient, n, u);
      case Update.Sgd u -> (weight, gradient, moments, n) -> momentum(weight, gradient, moments[0], n, u);
      case Update.Adam u -> (weight, gradient, moments, n) -> adam(weight, gradient, moments[0], moments[1], n, u);
      case Update.Lion u -> (weight, gradient, moments, n) -> lion(weight, gradient, moments[0], n, u);
    };
  }

  private static FloatVector all(double value) {
    return FloatVector.broadcast(F, (float) value);
  }

  private static void sgd(long weight, long gradient, long n, Update.Sgd u) {
    var factor = all(u.factor());
    var l2 = all(u.l2());
    var keep = all(1 - u.decay());
    var rate = all(u.rate());
    for (long i = 0; i < n; i += L) {
      var w = load(weight, i);
      var g = load(gradient, i).mul(factor).add(w.mul(l2));
      store(w.mul(keep).sub(g.mul(rate)), weight, i);
    }
  }

  /// The direction is direct · g + through · m: (0, 1), or with Nesterov (1, μ).
  private static void momentum(long weight, long gradient, long moment, long n, Update.Sgd u) {
    var factor = all(u.factor());
    var l2 = all(u.l2());
    var mu = all(u.momentum());
    var direct = all(u.nesterov() ? 1 : 0);
    var through = all(u.nesterov() ? u.momentum() : 1);
    var keep = all(1 - u.decay());
    var rate = all(u.rate());
    for (long i = 0; i < n; i += L) {
      var w = load(weight, i);
      var g = load(gradient, i).mul(factor).add(w.mul(l2));
      var m = load(moment, i).mul(mu).add(g);
      store(m, moment, i);
      store(w.mul(keep).sub(g.mul(direct).add(m.mul(through)).mul(rate)), weight, i);
    }
  }

  /// Whole vectors of two rows. Returns how many numbers were done.
  static long adaGrad(float error, long a, long sumA, long b, long sumB, long n) {
    var e = FloatVector.broadcast(F, error);
    long i = 0;
    for (; i + L <= n; i += L) {
      var x = load(a, i);
      var y = load(b, i);
      var gx = y.mul(e);
      var gy = x.mul(e);
      var sx = load(sumA, i);
      var sy = load(sumB, i);
      store(x.sub(gx.div(sx.sqrt())), a, i);
      store(y.sub(gy.div(sy.sqrt())), b, i);
      store(gx.fma(gx, sx), sumA, i);
      store(gy.fma(gy, sy), sumB, i);
    }
    return i;
  }

  private static void adam(long weight, long gradient, long first, long second, long n, Update.Adam u) {
    var factor = all(u.factor());
    var l2 = all(u.l2());
    var keep1 = all(u.beta1());
    var keep2 = all(u.beta2());
    var take1 = all(1 - u.beta1());
    var take2 = all(1 - u.beta2());
    var keep = all(1 - u.decay());
    var rate = all(u.rate() / u.correction1());
    var scale = all(1 / Math.sqrt(u.correction2()));
    var epsilon = all(u.epsilon());
    for (long i = 0; i < n; i += L) {
      var w = load(weight, i);
      var g = load(gradient, i).mul(factor).add(w.mul(l2));
      var m = load(first, i).mul(keep1).add(g.mul(take1));
      var v = load(second, i).mul(keep2).add(g.mul(g).mul(take2));
      store(m, first, i);
      store(v, second, i);
      store(w.mul(keep).sub(m.mul(rate).div(v.sqrt().mul(scale).add(epsilon))), weight, i);
    }
  }

  private static void lion(long weight, long gradient, long moment, long n, Update.Lion u) {
    var factor = all(u.factor());
    var keep1 = all(u.beta1());
    var keep2 = all(u.beta2());
    var take1 = all(1 - u.beta1());
    var take2 = all(1 - u.beta2());
    var keep = all(1 - u.decay());
    var up = all(u.rate());
    var down = all(-u.rate());
    var none = all(0);
    for (long i = 0; i < n; i += L) {
      var g = load(gradient, i).mul(factor);
      var m = load(moment, i);
      var c = m.mul(keep1).add(g.mul(take1));
      var step = none.blend(up, c.compare(VectorOperators.GT, none)).blend(down, c.compare(VectorOperators.LT, none));
      store(m.mul(keep2).add(g.mul(take2)), moment, i);
      store(load(weight, i).mul(keep).sub(step), weight, i);
    }
  }
}
