package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.F;
import static wenmai.tensor.kernel.Lanes.I;
import static wenmai.tensor.kernel.Lanes.L;
import static wenmai.tensor.kernel.Lanes.fours;
import static wenmai.tensor.kernel.Lanes.integer;
import static wenmai.tensor.kernel.Lanes.ints;
import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.store;
import static wenmai.tensor.kernel.Memory.ALL;
import static wenmai.tensor.kernel.Memory.ORDER;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;
import static wenmai.tensor.kernel.Rounding.NEXT;
import static wenmai.tensor.kernel.Rounding.ROUNDER;
import static wenmai.tensor.kernel.Rounding.ROUNDER_BITS;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Numbers as bytes, times a factor that makes the greatest of them 127, or 126 where they are dithered, which may add one
/// ([Rounding]); and sums of products of bytes as numbers. One loop a method: see [Lanes].
final class Quantize {
  static final int NEAREST = 127;
  static final int DITHERED = 126;

  /// Less than this counts as this, so that nothing is divided by 0.
  private static final int TINY = Float.floatToRawIntBits(1e-30f);
  /// A float without its sign.
  private static final int SIZE = 0x7fffffff;

  private static final VectorSpecies<Byte> B = VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * F.length())));
  private static final IntVector PLACES = IntVector.zero(I).addIndex(1).mul(NEXT);

  private Quantize() {}

  // ---- a row, along the memory

  /// The greatest |x|; not finite where not all are. Without their signs, floats are in the order of their bits as integers,
  /// with infinity and NaN above all.
  static float most(long x, long n) {
    var most = IntVector.broadcast(I, TINY);
    long i = 0;
    for (; i + L <= n; i += L) {
      most = most.max(ints(x, i).and(SIZE));
    }
    int greatest = most.reduceLanes(VectorOperators.MAX);
    for (; i < n; i++) {
      greatest = Math.max(greatest, integer(x, i) & SIZE);
    }
    return Float.intBitsToFloat(greatest);
  }

  /// n numbers times a factor, to the nearest, as bytes with `sign` added; returns the sum of the bytes.
  static int row(long x, long n, float factor, int sign, long to) {
    var factors = FloatVector.broadcast(F, factor);
    var rounder = FloatVector.broadcast(F, ROUNDER);
    var sums = IntVector.zero(I);
    long i = 0;
    for (; i + L <= n; i += L) {
      var bytes = load(x, i).fma(factors, rounder).reinterpretAsInts().add(sign);
      sums = sums.add(bytes);
      bytes.convertShape(VectorOperators.I2B, B, 0).reinterpretAsBytes().intoMemorySegment(ALL, to + i, ORDER);
    }
    int sum = sums.reduceLanes(VectorOperators.ADD) - (int) i * ROUNDER_BITS;
    for (; i < n; i++) {
      int rounded = Rounding.rounded(get(x, i), factor) + sign;
      sum += rounded;
      ALL.set(ValueLayout.JAVA_BYTE, to + i, (byte) rounded);
    }
    return sum;
  }

  /// The same, dithered.
  static void rowDithered(long x, long n, float factor, int sign, long to) {
    var factors = FloatVector.broadcast(F, factor);
    long i = 0;
    for (; i + L <= n; i += L) {
      Rounding.dithered(load(x, i), factors, ints(x, i).add(PLACES).add((int) i * NEXT)).add(sign).convertShape(VectorOperators.I2B, B, 0)
          .reinterpretAsBytes().intoMemorySegment(ALL, to + i, ORDER);
    }
    for (; i < n; i++) {
      ALL.set(ValueLayout.JAVA_BYTE, to + i, (byte) (Rounding.dithered(get(x, i), factor, i) + sign));
    }
  }

  // ---- L columns that lie beside each other, a lane each

  /// The greatest of each column, the j-th to the (j + L)-th of so many side by side: of the first of four vectors for all four.
  static void mostBeside(long base, long next, int k, int j, int columns, long to) {
    if (j / (4 * L) * (4 * L) + 4 * L > columns) {
      mostBeside(base, next, k, to);
    } else if (j % (4 * L) == 0) {
      mostBeside4(base, next, k, to);
    }
  }

  private static void mostBeside(long base, long next, int k, long to) {
    var most = IntVector.broadcast(I, TINY);
    for (int p = 0; p < k; p++) {
      most = most.max(ints(base, p * next).and(SIZE));
    }
    most.intoMemorySegment(ALL, to, ORDER);
  }

  /// Of 4 L columns: longer runs of memory, which arrive sooner.
  private static void mostBeside4(long base, long next, int k, long to) {
    var most0 = IntVector.broadcast(I, TINY);
    var most1 = most0;
    var most2 = most0;
    var most3 = most0;
    for (int p = 0; p < k; p++) {
      most0 = most0.max(ints(base, p * next).and(SIZE));
      most1 = most1.max(ints(base, p * next + L).and(SIZE));
      most2 = most2.max(ints(base, p * next + 2 * L).and(SIZE));
      most3 = most3.max(ints(base, p * next + 3 * L).and(SIZE));
    }
    most0.intoMemorySegment(ALL, to, ORDER);
    most1.intoMemorySegment(ALL, to + 4 * L, ORDER);
    most2.intoMemorySegment(ALL, to + 8 * L, ORDER);
    most3.intoMemorySegment(ALL, to + 12 * L, ORDER);
  }

  /// k numbers of each column, to the nearest, as bytes, [k/4][L][4], with `step` integers from one four to the next; and
  /// the sum of the bytes times 128.
  static void weave(long base, long next, int k, long most, int step, int flip, long to, long sums128) {
    var factors = FloatVector.broadcast(F, NEAREST).div(load(most, 0));
    var rounder = FloatVector.broadcast(F, ROUNDER);
    var sums = IntVector.zero(I);
    for (int p = 0; p < k; p += 4) {
      var x0 = load(base, p * next).fma(factors, rounder).reinterpretAsInts();
      var x1 = load(base, (p + 1) * next).fma(factors, rounder).reinterpretAsInts();
      var x2 = load(base, (p + 2) * next).fma(factors, rounder).reinterpretAsInts();
      var x3 = load(base, (p + 3) * next).fma(factors, rounder).reinterpretAsInts();
      sums = sums.add(x0).add(x1).add(x2).add(x3);
      fours(x0, x1, x2, x3).lanewise(VectorOperators.XOR, flip).intoMemorySegment(ALL, to + (long) p * step, ORDER);
    }
    sums.sub(k * ROUNDER_BITS).mul(128).intoMemorySegment(ALL, sums128, ORDER);
  }

  /// The same, dithered, with 128 added, by way of integers [k][L]. (In one loop, the compiler makes objects of the vectors.)
  static void weaveDithered(long base, long next, int k, long most, int step, long to, long integers) {
    ditherBeside(base, next, k, most, integers);
    weaveIntegers(integers, k, step, to);
  }

  private static void ditherBeside(long base, long next, int k, long most, long to) {
    var factors = FloatVector.broadcast(F, DITHERED).div(load(most, 0));
    for (int p = 0; p < k; p++) {
      Rounding.dithered(load(base, p * next), factors, ints(base, p * next).add(p * NEXT)).intoMemorySegment(ALL, to + 4L * L * p, ORDER);
    }
  }

  private static void weaveIntegers(long integers, int k, int step, long to) {
    for (int p = 0; p < k; p += 4) {
      long at = (long) p * L;
      fours(ints(integers, at), ints(integers, at + L), ints(integers, at + 2 * L), ints(integers, at + 3 * L))
          .lanewise(VectorOperators.XOR, 0x80808080).intoMemorySegment(ALL, to + (long) p * step, ORDER);
    }
  }

  // ---- sums of products, as numbers

  /// What one row's and the columns' scales make of integers, less what the sign added.
  static void scaleBack(long sums, long excess, long scales, float scale, long to, int n) {
    int j = 0;
    for (; j + L <= n; j += L) {
      var sum = (FloatVector) ints(sums, j).sub(ints(excess, j)).convert(VectorOperators.I2F, 0);
      store(sum.mul(load(scales, j)).mul(scale), to, j);
    }
    for (; j < n; j++) {
      set(to, j, (integer(sums, j) - integer(excess, j)) * get(scales, j) * scale);
    }
  }

  /// The same, added; n is a multiple of L.
  static void addBack(long sums, long excess, long scales, float scale, long to, int n) {
    for (int j = 0; j + L <= n; j += L) {
      var sum = (FloatVector) ints(sums, j).sub(ints(excess, j)).convert(VectorOperators.I2F, 0);
      store(sum.fma(load(scales, j).mul(scale), load(to, j)), to, j);
    }
  }
}
