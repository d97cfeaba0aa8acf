package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Memory.ALL;
import static wenmai.tensor.kernel.Memory.ORDER;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;
import static wenmai.tensor.kernel.Vectors.load;
import static wenmai.tensor.kernel.Vectors.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import wenmai.tensor.kernel.Kernels.Matrix;

/// A product of fp32 matrices in 8-bit integers: each row of A and each column of B is scaled so that its greatest number
/// becomes 127, rounded, multiplied exactly in 32 bits ([BlockProduct]) and scaled back. Dettmers 2022, "LLM.int8()", eq. 5.
///
///     c[i,j] = b'[j] a'[i] (Σ (â[i,p] + 128) b̂[p,j] − 128 Σ b̂[p,j]),   a'[i] = max |a[i,·]| / 127,  â = round(a / a')
///
/// The instruction takes one factor without a sign, hence the 128.
final class Int8 {
  /// Rows and columns of a block: 64 × depth bytes of each factor stay in the second cache.
  static final int BLOCK = 64;
  /// Bytes of a column that lie together: what the instruction sums at once.
  private static final int FOUR = 4;
  static final int SIGN = 128;
  static final int MOST = 127;
  /// Less than this counts as this, so that nothing is divided by 0.
  private static final int TINY = Float.floatToRawIntBits(1e-30f);
  /// A float without its sign.
  private static final int SIZE = 0x7fffffff;
  /// A number added to this is rounded, half to even, and stands in the last bits of the sum.
  private static final float ROUNDER = 0x1.8p23f;

  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());
  private static final VectorSpecies<Byte> B = VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * F.length())));
  static final int L = F.length();

  private Int8() {}

  private static final ThreadLocal<Room> PANELS = ThreadLocal.withInitial(Room::new);
  private static final ThreadLocal<Room> COLUMNS = ThreadLocal.withInitial(Room::new);
  private static final ThreadLocal<Room> ROWS = ThreadLocal.withInitial(Room::new);

  /// B, packed: panels of 64 columns, [depth/4][64][4] bytes; of each column its scale and what the sign adds to a sum.
  private record Packed(long panels, long scales, long excess, int depth) {
    static Packed room(int n, int k) {
      long columns = Math.ceilDiv(n, BLOCK) * (long) BLOCK;
      int depth = Math.ceilDiv(k, FOUR) * FOUR;
      long panels = PANELS.get().of(columns * (depth + 8));
      return new Packed(panels, panels + columns * depth, panels + columns * (depth + 4), depth);
    }

    long panel(long column) {
      return panels + column * depth;
    }

    /// Where the first four bytes of a column lie; the next are 4 × 64 further.
    long column(long j) {
      return panel(j / BLOCK * BLOCK) + FOUR * (j % BLOCK);
    }
  }

  static void run(Matrix a, Matrix b, Matrix c, int m, int n, int k) {
    var packed = Packed.room(n, k);
    Parallel.ranges(Math.ceilDiv(n, L), 1, (from, to) -> packColumns(b, k, (int) from * L, Math.min(n, (int) to * L), packed));
    Parallel.run(Math.ceilDiv(m, BLOCK), i -> rows(a.at((long) i * BLOCK, 0), packed, c.at((long) i * BLOCK, 0),
        Math.min(BLOCK, m - i * BLOCK), n, k));
  }

  /// Up to 64 rows of C.
  private static void rows(Matrix a, Packed b, Matrix c, int rows, int n, int k) {
    long left = ROWS.get().of((long) BLOCK * (b.depth + 4 * BLOCK + 4));
    long sums = left + (long) BLOCK * b.depth;
    long scales = sums + 4 * BLOCK * BLOCK;
    for (int i = 0; i < rows; i++) {
      long row = a.at(i, 0).base();
      float most = most(row, k);
      set(scales, i, most / MOST);
      quantize(row, k, MOST / most, SIGN, left + (long) i * b.depth);
    }
    for (int j = 0; j < n; j += BLOCK) {
      BlockProduct.run(BLOCK, BLOCK, b.depth, left, b.panel(j), sums);
      for (int i = 0; i < rows; i++) {
        scaleBack(sums + 4L * i * BLOCK, b.excess + 4L * j, b.scales + 4L * j, get(scales, i), c.at(i, j).base(), Math.min(BLOCK, n - j));
      }
    }
  }

  /// The greatest |x|; not finite where not all are. Without their signs, floats are in the order of their bits as integers,
  /// with infinity and NaN above all.
  private static float most(long x, long n) {
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

  /// n numbers times a factor, rounded, as bytes with `sign` added; returns the sum of the bytes.
  private static int quantize(long x, long n, float factor, int sign, long to) {
    var factors = FloatVector.broadcast(F, factor);
    var rounder = FloatVector.broadcast(F, ROUNDER + sign);
    var sums = IntVector.zero(I);
    long i = 0;
    for (; i + L <= n; i += L) {
      var rounded = load(x, i).fma(factors, rounder).reinterpretAsInts();
      sums = sums.add(rounded);
      rounded.convertShape(VectorOperators.I2B, B, 0).reinterpretAsBytes().intoMemorySegment(ALL, to + i, ORDER);
    }
    int sum = sums.reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      int rounded = Float.floatToRawIntBits(Math.fma(get(x, i), factor, ROUNDER + sign));
      sum += rounded;
      ALL.set(ValueLayout.JAVA_BYTE, to + i, (byte) rounded);
    }
    return sum - (int) n * Float.floatToRawIntBits(ROUNDER);
  }

  static void addBack(long sums, long excess, long scales, float scale, long to, int n) {
    for (int j = 0; j + L <= n; j += L) {
      var sum = (FloatVector) ints(sums, j).sub(ints(excess, j)).convert(VectorOperators.I2F, 0);
      store(sum.fma(load(scales, j).mul(scale), load(to, j)), to, j);
    }
  }

  private static void scaleBack(long sums, long excess, long scales, float scale, long to, int n) {
    int j = 0;
    for (; j + L <= n; j += L) {
      var sum = (FloatVector) ints(sums, j).sub(ints(excess, j)).convert(VectorOperators.I2F, 0);
      store(sum.mul(load(scales, j)).mul(scale), to, j);
    }
    for (; j < n; j++) {
      set(to, j, (integer(sums, j) - integer(excess, j)) * get(scales, j) * scale);
    }
  }

  // ---- packing B

  private static void packColumns(Matrix b, int k, int first, int end, Packed to) {
    int j = first;
    for (; b.columns() == 1 && k % FOUR == 0 && j + L <= end; j += L) {
      packBeside(b.at(0, j).base(), b.rows(), k, j, to);
    }
    for (; j < end; j += L) {
      packAlong(b.at(0, j), Math.min(L, end - j), k, j, to);
    }
  }

  /// L columns that lie beside each other: a lane each. Of a column the greatest number is found first, then its bytes.
  private static void packBeside(long base, long next, int k, int j, Packed to) {
    mostBeside(base, next, k, to.scales + 4L * j);
    weaveBeside(base, next, k, to.scales + 4L * j, 0, BLOCK, to.column(j), to.excess + 4L * j);
    store(load(to.scales, j).div(MOST), to.scales, j);
  }

  static void mostBeside(long base, long next, int k, long to) {
    var most = IntVector.broadcast(I, TINY);
    for (int p = 0; p < k; p++) {
      most = most.max(ints(base, p * next).and(SIZE));
    }
    most.intoMemorySegment(ALL, to, ORDER);
  }

  static void mostBeside4(long base, long next, int k, long to) {
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

  static void weaveBeside(long base, long next, int k, long most, int sign, int step, long to, long excess) {
    var factors = FloatVector.broadcast(F, MOST).div(load(most, 0));
    var rounder = FloatVector.broadcast(F, ROUNDER + sign);
    var sums = IntVector.zero(I);
    for (int p = 0; p < k; p += FOUR) {
      var x0 = load(base, p * next).fma(factors, rounder).reinterpretAsInts();
      var x1 = load(base, (p + 1) * next).fma(factors, rounder).reinterpretAsInts();
      var x2 = load(base, (p + 2) * next).fma(factors, rounder).reinterpretAsInts();
      var x3 = load(base, (p + 3) * next).fma(factors, rounder).reinterpretAsInts();
      sums = sums.add(x0).add(x1).add(x2).add(x3);
      x0.and(0xff).or(x1.and(0xff).lanewise(VectorOperators.LSHL, 8)).or(x2.and(0xff).lanewise(VectorOperators.LSHL, 16))
          .or(x3.lanewise(VectorOperators.LSHL, 24)).intoMemorySegment(ALL, to + (long) p * step, ORDER);
    }
    sums.sub(k * Float.floatToRawIntBits(ROUNDER)).mul(SIGN).intoMemorySegment(ALL, excess, ORDER);
  }

  /// Up to L columns, each along the memory or, where it is not, copied there.
  private static void packAlong(Matrix b, int columns, int k, int j, Packed to) {
    long bytes = COLUMNS.get().of((long) L * to.depth + 4L * k);
    for (int i = 0; i < columns; i++) {
      long column = b.rows() == 1 ? b.at(0, i).base() : copied(b, i, k, bytes + (long) L * to.depth);
      float most = most(column, k);
      long row = bytes + (long) i * to.depth;
      set(to.scales, j + i, most / MOST);
      setInteger(to.excess, j + i, SIGN * quantize(column, k, MOST / most, 0, row));
      for (int p = k; p < to.depth; p++) {
        ALL.set(ValueLayout.JAVA_BYTE, row + p, (byte) 0);
      }
    }
    weaveAlong(bytes, columns, to.depth, to.column(j));
  }

  private static long copied(Matrix b, int column, int k, long to) {
    for (int p = 0; p < k; p++) {
      set(to, p, b.get(p, column));
    }
    return to;
  }

  private static void weaveAlong(long bytes, int columns, int depth, long to) {
    for (int p = 0; p < depth / FOUR; p++) {
      for (int i = 0; i < columns; i++) {
        setInteger(to, (long) p * BLOCK + i, integer(bytes + (long) i * depth, p));
      }
    }
  }

  private static IntVector ints(long base, long i) {
    return IntVector.fromMemorySegment(I, ALL, base + 4 * i, ORDER);
  }

  static int integer(long base, long i) {
    return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, base + 4 * i);
  }

  static void setInteger(long base, long i, int value) {
    ALL.set(ValueLayout.JAVA_INT_UNALIGNED, base + 4 * i, value);
  }
}
