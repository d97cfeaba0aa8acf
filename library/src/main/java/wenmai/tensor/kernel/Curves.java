package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.store;

import java.util.List;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import wenmai.tensor.Unary;

/// Functions of one number and their slopes, on whole vectors. A function is a list of passes, each a short loop that is
/// compiled by itself: past the compiler's limit of nodes for one method it makes an object of each vector. Bits are the same
/// whether a pass is compiled or not yet, so nothing here uses the API's own exp.
final class Curves {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int L = F.length();
  /// Constants are vectors, made once: each made in a loop costs the compiler hundreds of nodes.
  private static final FloatVector ONE = constant(1);
  private static final FloatVector TWO = constant(2);
  private static final FloatVector ROUND = constant(12_582_912);
  private static final FloatVector LOG2_E = constant(1.44269504f);
  private static final FloatVector LN2_HIGH = constant(-0.693359375f);
  private static final FloatVector LN2_LOW = constant(2.12194440e-4f);
  private static final FloatVector E0 = constant(1.9875691500e-4f);
  private static final FloatVector E1 = constant(1.3981999507e-3f);
  private static final FloatVector E2 = constant(8.3334519073e-3f);
  private static final FloatVector E3 = constant(4.1665795894e-2f);
  private static final FloatVector E4 = constant(1.6666665459e-1f);
  private static final FloatVector E5 = constant(5.0000001201e-1f);
  private static final FloatVector LEAST = constant(-87.3f);
  private static final FloatVector MOST = constant(88.72f);
  private static final FloatVector INFINITE = constant(Float.POSITIVE_INFINITY);
  private static final FloatVector NONE = constant(0);
  private static final FloatVector BELL = constant(0.3989422804f);
  private static final FloatVector TAIL = constant(0.3275911f * 0.70710678f);
  private static final FloatVector T0 = constant(0.5f * 1.061405429f);
  private static final FloatVector T1 = constant(0.5f * -1.453152027f);
  private static final FloatVector T2 = constant(0.5f * 1.421413741f);
  private static final FloatVector T3 = constant(0.5f * -0.284496736f);
  private static final FloatVector T4 = constant(0.5f * 0.254829592f);

  /// Reads x, for slopes also y = f(x) and g, and what the pass before left in `out`.
  private interface Pass {
    void run(long x, long y, long g, long out, long n);
  }

  private static final Map<Unary, List<Pass>> VALUES = Map.of(Unary.EXP, List.of(Curves::exp), Unary.SIGMOID,
      List.of(Curves::expNegative, Curves::sigmoid), Unary.TANH, List.of(Curves::expTwice, Curves::tanh), Unary.RELU,
      List.of(Curves::relu), Unary.GELU, List.of(Curves::bell, Curves::expAgain, Curves::gelu), Unary.SILU,
      List.of(Curves::expNegative, Curves::silu));
  private static final Map<Unary, List<Pass>> SLOPES = Map.of(Unary.EXP, List.of(Curves::expSlope), Unary.LOG,
      List.of(Curves::logSlope), Unary.SIGMOID, List.of(Curves::sigmoidSlope), Unary.TANH, List.of(Curves::tanhSlope), Unary.RELU,
      List.of(Curves::reluSlope), Unary.GELU, List.of(Curves::bell, Curves::expAgain, Curves::geluSlope), Unary.SILU,
      List.of(Curves::expNegative, Curves::siluSlope));

  private Curves() {}

  /// y = f(x). Returns how many were done: whole vectors, or none of a rare function (log), which is left to [Plain].
  static long value(Unary f, long x, long y, long n) {
    return run(VALUES.getOrDefault(f, List.of()), x, y, y, y, n);
  }

  /// out = g · f′, from x and y = f(x)
  static long slope(Unary f, long x, long y, long g, long out, long n) {
    return run(SLOPES.getOrDefault(f, List.of()), x, y, g, out, n);
  }

  private static long run(List<Pass> passes, long x, long y, long g, long out, long n) {
    for (var pass : passes) {
      pass.run(x, y, g, out, n);
    }
    return passes.isEmpty() ? 0 : n / L * L;
  }

  private static void exp(long x, long y, long g, long out, long n) {
    expOf(1, 0, x, out, n);
  }

  private static void expNegative(long x, long y, long g, long out, long n) {
    expOf(-1, 0, x, out, n);
  }

  private static void expTwice(long x, long y, long g, long out, long n) {
    expOf(2, 0, x, out, n);
  }

  private static void expAgain(long x, long y, long g, long out, long n) {
    expOf(1, 0, out, out, n);
  }

  /// y = exp(factor · x + term). eˣ = 2ⁿ eʳ with n whole and |r| ≤ ln 2 / 2, eʳ as in Moshier's Cephes (1989, expf): to about
  /// 1 unit in the last place. Adding 1.5 · 2²³ rounds to a whole number and leaves n in the lowest bits.
  static void expOf(float factor, float term, long x, long y, long n) {
    if (n >= L) {
      expOfVectors(factor, term, x, y, n);
    }
  }

  /// Entered only where there is a whole vector. A loop that mostly runs not at all is cold to the compiler, which then calls
  /// [#exp] instead of inlining it, and makes objects of its vectors for good.
  private static void expOfVectors(float factor, float term, long x, long y, long n) {
    var t = constant(term);
    for (long i = 0; i + L <= n; i += L) {
      store(exp(load(x, i).fma(constant(factor), t)), y, i);
    }
  }

  static FloatVector exp(FloatVector v) {
    var z = v.fma(LOG2_E, ROUND);
    var whole = z.sub(ROUND);
    var r = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, v));
    var p = E0.fma(r, E1).fma(r, E2).fma(r, E3).fma(r, E4).fma(r, E5).fma(r.mul(r), r).add(ONE);
    p = p.reinterpretAsInts().add(z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
    return p.blend(NONE, v.compare(VectorOperators.LT, LEAST)).blend(INFINITE, v.compare(VectorOperators.GT, MOST));
  }

  /// −x²/2
  private static void bell(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      var v = load(x, i);
      store(v.mul(v).mul(-0.5f), out, i);
    }
  }

  /// 1 / (1 + e), from e = exp(−x)
  private static void sigmoid(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(ONE.div(load(out, i).add(ONE)), out, i);
    }
  }

  private static void silu(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(load(x, i).div(load(out, i).add(ONE)), out, i);
    }
  }

  /// 1 − 2 / (e + 1), from e = exp(2x)
  private static void tanh(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(ONE.sub(TWO.div(load(out, i).add(ONE))), out, i);
    }
  }

  private static void relu(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(load(x, i).max(0), out, i);
    }
  }

  private static void gelu(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      var v = load(x, i);
      store(v.mul(normal(v, load(out, i))), out, i);
    }
  }

  /// Φ(x), from e = exp(−x²/2). See [Plain#normal].
  private static FloatVector normal(FloatVector x, FloatVector e) {
    var t = ONE.div(x.abs().fma(TAIL, ONE));
    var tail = T0.fma(t, T1).fma(t, T2).fma(t, T3).fma(t, T4).mul(t).mul(e);
    return ONE.sub(tail).blend(tail, x.compare(VectorOperators.LT, NONE));
  }

  private static void expSlope(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(load(g, i).mul(load(y, i)), out, i);
    }
  }

  private static void logSlope(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(load(g, i).div(load(x, i)), out, i);
    }
  }

  private static void sigmoidSlope(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      var v = load(y, i);
      store(load(g, i).mul(v).mul(ONE.sub(v)), out, i);
    }
  }

  private static void tanhSlope(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      var v = load(y, i);
      store(load(g, i).mul(ONE.sub(v.mul(v))), out, i);
    }
  }

  private static void reluSlope(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(load(g, i).blend(0, load(x, i).compare(VectorOperators.LE, 0)), out, i);
    }
  }

  /// σ + y (1 − σ)
  private static void siluSlope(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      var s = ONE.div(load(out, i).add(ONE));
      store(load(g, i).mul(load(y, i).fma(ONE.sub(s), s)), out, i);
    }
  }

  /// Φ(x) + x φ(x)
  private static void geluSlope(long x, long y, long g, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      var v = load(x, i);
      var e = load(out, i);
      store(load(g, i).mul(v.mul(e).fma(BELL, normal(v, e))), out, i);
    }
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(F, value);
  }
}
