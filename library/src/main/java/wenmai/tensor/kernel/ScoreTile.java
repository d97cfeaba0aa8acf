package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.F;
import static wenmai.tensor.kernel.Lanes.HIDDEN;
import static wenmai.tensor.kernel.Lanes.I;
import static wenmai.tensor.kernel.Lanes.L;
import static wenmai.tensor.kernel.Lanes.finite;
import static wenmai.tensor.kernel.Lanes.fours;
import static wenmai.tensor.kernel.Lanes.ints;
import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.store;
import static wenmai.tensor.kernel.Memory.ALL;
import static wenmai.tensor.kernel.Memory.ORDER;
import static wenmai.tensor.kernel.Memory.get;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Loops over a tile of scores [keys][64], 64 queries side by side: each takes the L queries whose first score has the
/// address `tile`, and `n` keys. One loop a method: see [Lanes].
final class ScoreTile {
  static final int QUERIES = 64;
  private static final VectorSpecies<Byte> B = VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * L)));
  private static final int SIZE = 0x7fffffff;

  private ScoreTile() {}

  /// Integers become numbers: less what the sign added for a query, times the query's scale and the key's.
  static void scale(long tile, long excess, long scales, long keyScales, int n) {
    var more = ints(excess, 0);
    var scale = load(scales, 0);
    for (int j = 0; j < n; j++) {
      var x = (FloatVector) ints(tile, (long) j * QUERIES).sub(more).convert(VectorOperators.I2F, 0);
      store(x.mul(scale).mul(get(keyScales, j)), tile, (long) j * QUERIES);
    }
  }

  /// −∞ where a query does not see the keys `key` to `key + n`, which it does from `from` to before `to`.
  static void hide(long tile, long from, long to, int key, int n) {
    var begin = load(from, 0);
    var end = load(to, 0);
    for (int j = 0; j < n; j++) {
      var k = FloatVector.broadcast(F, key + j);
      var hidden = end.compare(VectorOperators.LE, k).or(begin.compare(VectorOperators.GT, k));
      store(load(tile, (long) j * QUERIES).blend(HIDDEN, hidden), tile, (long) j * QUERIES);
    }
  }

  /// New maxima, and the factor of what was summed against those before.
  static void highest(long tile, long max, long factor, int n) {
    var before = load(max, 0);
    var m = before;
    for (int j = 0; j < n; j++) {
      var x = load(tile, (long) j * QUERIES);
      m = m.blend(x, x.compare(VectorOperators.GT, m));
    }
    store(m, max, 0);
    store(Curves.exp(before.sub(finite(m))), factor, 0);
  }

  /// Probabilities, but for their sum, which grows: total = total · factor + Σ exp(score − max)
  static void exp(long tile, long max, long factor, long total, int n) {
    var m = finite(load(max, 0));
    var sum = load(total, 0).mul(load(factor, 0));
    for (int j = 0; j < n; j++) {
      var p = Curves.exp(load(tile, (long) j * QUERIES).sub(m));
      store(p, tile, (long) j * QUERIES);
      sum = sum.add(p);
    }
    store(sum, total, 0);
  }

  /// Probabilities from scores and their log-sum-exp. The greatest is kept as in [#slope].
  static void probabilities(long tile, long logSumExp, long most, int n) {
    var m = finite(load(logSumExp, 0));
    var greatest = ints(most, 0);
    for (int j = 0; j < n; j++) {
      var p = Curves.exp(load(tile, (long) j * QUERIES).sub(m));
      store(p, tile, (long) j * QUERIES);
      greatest = greatest.max(p.reinterpretAsInts().and(SIZE));
    }
    greatest.intoMemorySegment(ALL, most, ORDER);
  }

  /// Dithered integers, and 128 times the sum of each query's.
  static void dither(long tile, float factor, int key, long to, long sums128, int n) {
    var factors = FloatVector.broadcast(F, factor);
    var sums = IntVector.zero(I);
    for (int j = 0; j < n; j++) {
      long at = (long) j * QUERIES;
      var x = Rounding.dithered(load(tile, at), factors, ints(tile, at).add((key + j) * Rounding.NEXT));
      x.intoMemorySegment(ALL, to + 4 * at, ORDER);
      sums = sums.add(x);
    }
    sums.sub(n * Rounding.ROUNDER_BITS).mul(128).intoMemorySegment(ALL, sums128, ORDER);
  }

  /// Their bytes as the right factor of a product that sums over keys, [n/4][64][4].
  static void weave(long integers, long to, int n) {
    for (int j = 0; j < n; j += 4) {
      long at = (long) j * QUERIES;
      fours(ints(integers, at), ints(integers, at + QUERIES), ints(integers, at + 2 * QUERIES), ints(integers, at + 3 * QUERIES))
          .intoMemorySegment(ALL, to + at, ORDER);
    }
  }

  /// Their bytes, with `sign` added, as the left factor of one that sums over queries, [n][64].
  static void bytes(long integers, int sign, long to, int n) {
    for (int j = 0; j < n; j++) {
      long at = (long) j * QUERIES;
      ints(integers, at).add(sign).convertShape(VectorOperators.I2B, B, 0).reinterpretAsBytes().intoMemorySegment(ALL, to + at, ORDER);
    }
  }

  /// Sums [n][64], rows of a value's numbers: each query's times its factor, plus integers less the query's excess, times the row's scale.
  static void gather(long sums, long factors, long integers, long excess, long rowScales, float scale, int n) {
    var factor = load(factors, 0);
    var more = ints(excess, 0);
    for (int j = 0; j < n; j++) {
      long at = (long) j * QUERIES;
      var x = (FloatVector) ints(integers, at).sub(more).convert(VectorOperators.I2F, 0);
      store(x.fma(FloatVector.broadcast(F, get(rowScales, j) * scale), load(sums, at).mul(factor)), sums, at);
    }
  }

  /// Gradients of scores, from integers that become those of probabilities as in [#scale]: p ⊙ (g − along). Their greatest
  /// size, as an integer's bits, is kept where it is above what stands at `most`.
  static void slope(long tile, long excess, long scales, long keyScales, long along, long probabilities, long most, int n) {
    var more = ints(excess, 0);
    var scale = load(scales, 0);
    var less = load(along, 0);
    var greatest = ints(most, 0);
    for (int j = 0; j < n; j++) {
      long at = (long) j * QUERIES;
      var g = (FloatVector) ints(tile, at).sub(more).convert(VectorOperators.I2F, 0);
      var x = g.mul(scale).mul(get(keyScales, j)).sub(less).mul(load(probabilities, at));
      store(x, tile, at);
      greatest = greatest.max(x.reinterpretAsInts().and(SIZE));
    }
    greatest.intoMemorySegment(ALL, most, ORDER);
  }

  /// What is kept of probabilities times its factor, else 0: see [Drop].
  static void drop(long x, long to, long seeds, int key, int n, int limit, float kept) {
    var seed = ints(seeds, 0);
    for (int j = 0; j < n; j++) {
      store(Lanes.left(load(x, (long) j * QUERIES), seed.add((key + j) * Drop.PLACE), limit, kept), to, (long) j * QUERIES);
    }
  }

  /// The same as [#slope], of gradients that are numbers already.
  static void slopeOf(long tile, long along, long probabilities, long most, int n) {
    var less = load(along, 0);
    var greatest = ints(most, 0);
    for (int j = 0; j < n; j++) {
      long at = (long) j * QUERIES;
      var x = load(tile, at).sub(less).mul(load(probabilities, at));
      store(x, tile, at);
      greatest = greatest.max(x.reinterpretAsInts().and(SIZE));
    }
    greatest.intoMemorySegment(ALL, most, ORDER);
  }
}
