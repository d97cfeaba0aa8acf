package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.L;
import static wenmai.tensor.kernel.Lanes.integer;
import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.setInteger;
import static wenmai.tensor.kernel.Lanes.store;
import static wenmai.tensor.kernel.Memory.ALL;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;

import java.lang.foreign.ValueLayout;
import wenmai.tensor.kernel.Kernels.Matrix;

/// A product of fp32 matrices in 8-bit integers: each row of A and each column of B is scaled so that its greatest number
/// becomes 127, rounded ([Quantize]), multiplied exactly in 32 bits ([BlockProduct]) and scaled back. Dettmers 2022,
/// "LLM.int8()", eq. 5.
///
///     c[i,j] = b'[j] a'[i] (Σ (â[i,p] + 128) b̂[p,j] − 128 Σ b̂[p,j]),   a'[i] = max |a[i,·]| / 127,  â = round(a / a')
///
/// The instruction takes one factor without a sign, hence the 128. Sums may wrap, and are right again less the last term where
/// Σ â b̂ fits into 32 bits, as it must up to a depth of 133,000; beyond, it does where most of a
/// row is small, as of a softmax's gradient, the one factor that has as many columns as a vocabulary.
final class Int8 {
  /// Rows and columns of a block: 64 × depth bytes of each factor stay in the second cache.
  static final int BLOCK = 64;
  /// Numbers of a row that are taken at once.
  private static final int DEEP = 4096;
  static final int SIGN = 128;
  /// Bytes of a column that lie together: what the instruction sums at once.
  private static final int FOUR = 4;

  private static final ThreadLocal<Room> PANELS = ThreadLocal.withInitial(Room::new);
  private static final ThreadLocal<Room> COLUMNS = ThreadLocal.withInitial(Room::new);
  private static final ThreadLocal<Room> ROWS = ThreadLocal.withInitial(Room::new);

  private Int8() {}

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

  static void run(Matrix a, boolean dithered, Matrix b, Matrix c, int m, int n, int k) {
    var packed = Packed.room(n, k);
    Parallel.run(Math.ceilDiv(n, BLOCK), i -> pack(b, k, i * BLOCK, Math.min(BLOCK, n - i * BLOCK), packed));
    Parallel.run(Math.ceilDiv(m, BLOCK), i -> rows(a.at((long) i * BLOCK, 0), dithered, packed, c.at((long) i * BLOCK, 0),
        Math.min(BLOCK, m - i * BLOCK), n, k));
  }

  /// Up to 64 rows of C.
  private static void rows(Matrix a, boolean dithered, Packed b, Matrix c, int rows, int n, int k) {
    int wide = b.depth > DEEP ? Math.ceilDiv(n, BLOCK) * BLOCK : BLOCK;
    long left = ROWS.get().of((long) BLOCK * (b.depth + 4L * wide + 4));
    long scales = left + (long) BLOCK * b.depth;
    long sums = scales + 4 * BLOCK;
    for (int i = 0; i < rows; i++) {
      set(scales, i, quantize(a.base() + 4 * i * a.rows(), dithered, k, left + (long) i * b.depth));
    }
    for (int j = 0; j < n; j += wide) {
      int columns = Math.min(wide, n - j);
      product(left, b, j, columns, sums);
      for (int at = 0; at < columns; at += BLOCK) {
        for (int i = 0; i < rows; i++) {
          Quantize.scaleBack(sums + 4L * BLOCK * (at + i), b.excess + 4L * (j + at), b.scales + 4L * (j + at), get(scales, i),
              c.base() + 4 * (i * c.rows() + j + at), Math.min(BLOCK, columns - at));
        }
      }
    }
  }

  private static float quantize(long row, boolean dithered, int k, long to) {
    float most = Quantize.most(row, k);
    if (dithered) {
      Quantize.rowDithered(row, k, Quantize.DITHERED / most, SIGN, to);
      return most / Quantize.DITHERED;
    }
    Quantize.row(row, k, Quantize.NEAREST / most, SIGN, to);
    return most / Quantize.NEAREST;
  }

  /// Blocks of sums [columns/64][64][64], all of them for a part of the depth before the next.
  private static void product(long left, Packed b, int first, int columns, long sums) {
    for (int p = 0; p < b.depth; p += DEEP) {
      for (int j = 0; j < columns; j += BLOCK) {
        BlockProduct.run(BLOCK, BLOCK, Math.min(DEEP, b.depth - p), b.depth, p > 0, left + p, b.panel(first + j) + (long) p * BLOCK,
            sums + 4L * BLOCK * j);
      }
    }
  }

  // ---- packing B

  /// Columns of a panel.
  private static void pack(Matrix b, int k, int first, int columns, Packed to) {
    int j = 0;
    for (; b.columns() == 1 && k % FOUR == 0 && j + L <= columns; j += L) {
      packBeside(b.at(0, first + j).base(), b.rows(), k, j, columns, first, to);
    }
    for (; j < columns; j += L) {
      packAlong(b.at(0, first + j), Math.min(L, columns - j), k, first + j, to);
    }
  }

  /// L columns that lie beside each other. Of a column the greatest number is found first, then its bytes.
  private static void packBeside(long base, long next, int k, int j, int columns, int first, Packed to) {
    long scales = to.scales + 4L * (first + j);
    Quantize.mostBeside(base, next, k, j, columns, scales);
    Quantize.weave(base, next, k, scales, BLOCK, 0, to.column(first + j), to.excess + 4L * (first + j));
    store(load(scales, 0).div(Quantize.NEAREST), scales, 0);
  }

  /// Up to L columns, each along the memory or, where it is not, copied there.
  private static void packAlong(Matrix b, int columns, int k, int j, Packed to) {
    long bytes = COLUMNS.get().of((long) L * to.depth + 4L * k);
    for (int i = 0; i < columns; i++) {
      long column = b.rows() == 1 ? b.at(0, i).base() : copied(b, i, k, bytes + (long) L * to.depth);
      float most = Quantize.most(column, k);
      long row = bytes + (long) i * to.depth;
      set(to.scales, j + i, most / Quantize.NEAREST);
      setInteger(to.excess, j + i, SIGN * Quantize.row(column, k, Quantize.NEAREST / most, 0, row));
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

  static void weaveAlong(long bytes, int columns, int depth, long to) {
    for (int p = 0; p < depth / FOUR; p++) {
      for (int i = 0; i < columns; i++) {
        setInteger(to, (long) p * BLOCK + i, integer(bytes + (long) i * depth, p));
      }
    }
  }
}
