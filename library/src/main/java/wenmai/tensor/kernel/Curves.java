package wenmai.tensor.kernel;

import static java.util.Objects.requireNonNull;
import static wenmai.tensor.kernel.Vectors.load;
import static wenmai.tensor.kernel.Vectors.store;

import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import wenmai.tensor.Unary;

/// Functions of one number and their slopes, on whole vectors; each returns how far these went. Every function has a method
/// of its own, called through a table, and takes several short loops rather than a long one: past the compiler's limits for
/// one method, or where one that returns a vector has grown too large to be inlined, it makes an object of each vector.
final class Curves {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int L = F.length();
  private static final float ROUND = 12_582_912;

  private interface Value {
    long run(long x, long y, long n);
  }

  private interface Slope {
    long run(long x, long y, long g, long out, long n);
  }

  private static final Map<Unary, Value> VALUES = Map.of(Unary.EXP, Curves::exp, Unary.LOG, Curves::log, Unary.SIGMOID,
      Curves::sigmoid, Unary.TANH, Curves::tanh, Unary.RELU, Curves::relu, Unary.GELU, Curves::gelu, Unary.SILU, Curves::silu);
  private static final Map<Unary, Slope> SLOPES = Map.of(Unary.EXP, Curves::exp, Unary.LOG, Curves::log, Unary.SIGMOID,
      Curves::sigmoid, Unary.TANH, Curves::tanh, Unary.RELU, Curves::relu, Unary.GELU, Curves::gelu, Unary.SILU, Curves::silu);

  private Curves() {}

  static long value(Unary f, long x, long y, long n) {
    return requireNonNull(VALUES.get(f)).run(x, y, n);
  }

  /// out = g · f′, from x and y = f(x)
  static long slope(Unary f, long x, long y, long g, long out, long n) {
    return requireNonNull(SLOPES.get(f)).run(x, y, g, out, n);
  }

  private static long exp(long x, long y, long n) {
    return exp(1, x, y, n);
  }

  /// y = exp(factor · x). eˣ = 2ⁿ eʳ with n whole and |r| ≤ ln 2 / 2, eʳ as in Moshier's Cephes (1989, expf): to about 1 unit
  /// in the last place. Adding 1.5 · 2²³ rounds to a whole number and leaves n in the lowest bits.
  static long exp(float factor, long x, long y, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      var v = load(x, i).mul(factor);
      var z = v.fma(constant(1.44269504f), constant(ROUND));
      var whole = z.sub(ROUND);
      var r = whole.fma(constant(2.12194440e-4f), whole.fma(constant(-0.693359375f), v));
      var p = constant(1.9875691500e-4f).fma(r, constant(1.3981999507e-3f)).fma(r, constant(8.3334519073e-3f));
      p = p.fma(r, constant(4.1665795894e-2f)).fma(r, constant(1.6666665459e-1f)).fma(r, constant(5.0000001201e-1f));
      p = p.fma(r.mul(r), r).add(1);
      p = p.reinterpretAsInts().add(z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
      store(p.blend(0, v.lt(-87.3f)).blend(Float.POSITIVE_INFINITY, v.compare(VectorOperators.GT, 88.72f)), y, i);
    }
    return i;
  }

  /// y = exp(−x²/2)
  private static long bell(long x, long y, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      var v = load(x, i);
      store(v.mul(v).mul(-0.5f), y, i);
    }
    return exp(1, y, y, n);
  }

  /// Rare: left to [Plain].
  private static long log(long x, long y, long n) {
    return 0;
  }

  private static long sigmoid(long x, long y, long n) {
    exp(-1, x, y, n);
    long i = 0;
    for (; i + L <= n; i += L) {
      store(one().div(load(y, i).add(1)), y, i);
    }
    return i;
  }

  private static long silu(long x, long y, long n) {
    exp(-1, x, y, n);
    long i = 0;
    for (; i + L <= n; i += L) {
      store(load(x, i).div(load(y, i).add(1)), y, i);
    }
    return i;
  }

  /// 1 − 2 / (e²ˣ + 1)
  private static long tanh(long x, long y, long n) {
    exp(2, x, y, n);
    long i = 0;
    for (; i + L <= n; i += L) {
      store(one().sub(constant(2).div(load(y, i).add(1))), y, i);
    }
    return i;
  }

  private static long relu(long x, long y, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      store(load(x, i).max(0), y, i);
    }
    return i;
  }

  private static long gelu(long x, long y, long n) {
    bell(x, y, n);
    long i = 0;
    for (; i + L <= n; i += L) {
      var v = load(x, i);
      var tail = tail(v).mul(load(y, i));
      store(v.mul(one().sub(tail).blend(tail, v.lt(0))), y, i);
    }
    return i;
  }

  /// (1 − Φ(|x|)) / exp(−x²/2). See [Plain#normal].
  private static FloatVector tail(FloatVector x) {
    var t = one().div(x.abs().fma(constant(0.3275911f * 0.70710678f), one()));
    var p = constant(0.5f * 1.061405429f).fma(t, constant(0.5f * -1.453152027f)).fma(t, constant(0.5f * 1.421413741f));
    return p.fma(t, constant(0.5f * -0.284496736f)).fma(t, constant(0.5f * 0.254829592f)).mul(t);
  }

  private static long exp(long x, long y, long g, long out, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      store(load(g, i).mul(load(y, i)), out, i);
    }
    return i;
  }

  private static long log(long x, long y, long g, long out, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      store(load(g, i).div(load(x, i)), out, i);
    }
    return i;
  }

  private static long sigmoid(long x, long y, long g, long out, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      var v = load(y, i);
      store(load(g, i).mul(v).mul(one().sub(v)), out, i);
    }
    return i;
  }

  private static long tanh(long x, long y, long g, long out, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      var v = load(y, i);
      store(load(g, i).mul(one().sub(v.mul(v))), out, i);
    }
    return i;
  }

  private static long relu(long x, long y, long g, long out, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      store(load(g, i).blend(0, load(x, i).compare(VectorOperators.LE, 0)), out, i);
    }
    return i;
  }

  private static long silu(long x, long y, long g, long out, long n) {
    exp(-1, x, out, n);
    long i = 0;
    for (; i + L <= n; i += L) {
      var s = one().div(load(out, i).add(1));
      store(load(g, i).mul(load(y, i).fma(one().sub(s), s)), out, i);
    }
    return i;
  }

  private static long gelu(long x, long y, long g, long out, long n) {
    bell(x, out, n);
    long i = 0;
    for (; i + L <= n; i += L) {
      var v = load(x, i);
      var e = load(out, i);
      var tail = tail(v).mul(e);
      var normal = one().sub(tail).blend(tail, v.lt(0));
      store(load(g, i).mul(v.mul(e).fma(constant(0.3989422804f), normal)), out, i);
    }
    return i;
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(F, value);
  }

  private static FloatVector one() {
    return constant(1);
  }
}
