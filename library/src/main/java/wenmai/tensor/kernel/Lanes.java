package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Memory.ALL;
import static wenmai.tensor.kernel.Memory.ORDER;
import static wenmai.tensor.kernel.Memory.get;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// What loops over vectors are made of. These must be part of the loops, and the loops must not be part of more: what the
/// compiler takes into one piece with too much else, it makes objects of vectors in. So the launcher forbids it to inline
/// the methods of [Vectors], [Quantize] and [ScoreTile], and what is to be inlined stands here.
final class Lanes {
  static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());
  private static final VectorSpecies<Short> HALF =
      VectorSpecies.of(short.class, VectorShape.forBitSize(F.vectorBitSize() / 2));
  /// How many fp32 numbers a vector holds.
  static final int L = F.length();
  /// The score of what is not seen.
  static final FloatVector HIDDEN = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);

  private static final VectorShuffle<Float> BY_8 = by(8);
  private static final VectorShuffle<Float> BY_4 = by(4);
  private static final VectorShuffle<Float> BY_2 = by(2);
  private static final VectorShuffle<Float> BY_1 = by(1);

  private Lanes() {}

  static FloatVector load(long base, long i) {
    return FloatVector.fromMemorySegment(F, ALL, base + 4 * i, ORDER);
  }

  static void store(FloatVector x, long base, long i) {
    x.intoMemorySegment(ALL, base + 4 * i, ORDER);
  }

  /// The sum of the lanes, folded in halves: [FloatVector#reduceLanes] leaves its order open, and it does change once compiled.
  static float total(FloatVector x) {
    var sum = x;
    if (L > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (L > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (L > 2) {
      sum = sum.add(sum.rearrange(BY_2));
    }
    return sum.add(sum.rearrange(BY_1)).lane(0);
  }

  private static VectorShuffle<Float> by(int lanes) {
    return VectorShuffle.fromOp(F, i -> (i + lanes) % L);
  }

  static float dot(long a, long b, long n) {
    long i = 0;
    var s0 = FloatVector.zero(F);
    var s1 = FloatVector.zero(F);
    var s2 = FloatVector.zero(F);
    var s3 = FloatVector.zero(F);
    for (; i + 4 * L <= n; i += 4 * L) {
      s0 = load(a, i).fma(load(b, i), s0);
      s1 = load(a, i + L).fma(load(b, i + L), s1);
      s2 = load(a, i + 2 * L).fma(load(b, i + 2 * L), s2);
      s3 = load(a, i + 3 * L).fma(load(b, i + 3 * L), s3);
    }
    for (; i + L <= n; i += L) {
      s0 = load(a, i).fma(load(b, i), s0);
    }
    float sum = total(s0.add(s1).add(s2.add(s3)));
    for (; i < n; i++) {
      sum += get(a, i) * get(b, i);
    }
    return sum;
  }

  static float dotBf16(long x, long row, long n) {
    long i = 0;
    var s0 = FloatVector.zero(F);
    var s1 = FloatVector.zero(F);
    for (; i + 2 * L <= n; i += 2 * L) {
      s0 = load(x, i).fma(bf16(row, i), s0);
      s1 = load(x, i + L).fma(bf16(row, i + L), s1);
    }
    float sum = total(s0.add(s1));
    for (; i < n; i++) {
      sum += get(x, i) * Memory.getBf16(row, i);
    }
    return sum;
  }

  static FloatVector bf16(long base, long i) {
    var halves = ShortVector.fromMemorySegment(HALF, ALL, base + 2 * i, ORDER);
    return ((IntVector) halves.convertShape(VectorOperators.ZERO_EXTEND_S2I, I, 0)).lanewise(VectorOperators.LSHL, 16)
        .reinterpretAsFloats();
  }

  static float dotF16(long x, long row, long n) {
    float sum = 0;
    for (long i = 0; i < n; i++) {
      sum = Math.fma(get(x, i), Memory.getF16(row, i), sum);
    }
    return sum;
  }

  static IntVector ints(long base, long i) {
    return IntVector.fromMemorySegment(I, ALL, base + 4 * i, ORDER);
  }

  static int integer(long base, long i) {
    return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, base + 4 * i);
  }

  static void setInteger(long base, long i, int value) {
    ALL.set(ValueLayout.JAVA_INT_UNALIGNED, base + 4 * i, value);
  }

  /// The last bytes of four integers, one after another.
  static IntVector fours(IntVector x0, IntVector x1, IntVector x2, IntVector x3) {
    return x0.and(0xff).or(x1.and(0xff).lanewise(VectorOperators.LSHL, 8)).or(x2.and(0xff).lanewise(VectorOperators.LSHL, 16))
        .or(x3.lanewise(VectorOperators.LSHL, 24));
  }

  /// A maximum to subtract: 0 in place of −∞, the maximum of nothing.
  static FloatVector finite(FloatVector max) {
    return max.blend(0, max.compare(VectorOperators.EQ, HIDDEN));
  }

  /// What is kept of x, times `kept`, else 0. In each lane, `seeds` is its seed + place · PLACE: see [Drop].
  static FloatVector left(FloatVector x, IntVector seeds, int limit, float kept) {
    var i = seeds.lanewise(VectorOperators.XOR, seeds.lanewise(VectorOperators.LSHR, 16)).mul(0x85ebca6b);
    i = i.lanewise(VectorOperators.XOR, i.lanewise(VectorOperators.LSHR, 13)).mul(0xc2b2ae35);
    i = i.lanewise(VectorOperators.XOR, i.lanewise(VectorOperators.LSHR, 16)).lanewise(VectorOperators.LSHR, 8);
    return x.mul(kept).blend(0, i.compare(VectorOperators.LT, limit).cast(F));
  }
}
