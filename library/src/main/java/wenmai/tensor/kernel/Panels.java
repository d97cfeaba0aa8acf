package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.L;
import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Tiles.COLUMNS;
import static wenmai.tensor.kernel.Tiles.ROWS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import wenmai.tensor.DType;
import wenmai.tensor.kernel.Kernels.Matrix;

/// Factors of a product as [Tiles] reads them: panels of a few rows, or of two vectors of columns, one step of the depth after the
/// other, converted to fp32 on the way.
final class Panels {
  /// Floats of a cache line.
  private static final int LINE = 16;

  /// A quarter of a vector's lanes, each four times.
  private static final VectorShuffle<Float> QUARTER_0 = quarter(0);
  private static final VectorShuffle<Float> QUARTER_1 = quarter(1);
  private static final VectorShuffle<Float> QUARTER_2 = quarter(2);
  private static final VectorShuffle<Float> QUARTER_3 = quarter(3);
  private static final VectorMask<Float> SECOND = everyFourth(1);
  private static final VectorMask<Float> THIRD = everyFourth(2);
  private static final VectorMask<Float> FOURTH = everyFourth(3);

  private static VectorShuffle<Float> quarter(int part) {
    return VectorShuffle.fromOp(Lanes.F, lane -> (part * L + lane) / 4);
  }

  private static VectorMask<Float> everyFourth(int first) {
    return VectorMask.fromLong(Lanes.F, 0x1111_1111_1111_1111L << first);
  }

  private Panels() {}

  /// [rows][depth] → panels of 4 rows, each [depth][4]; absent rows are 0.
  static void rows(Matrix a, int rows, int depth, float[] to) {
    for (int i = 0; i < rows; i += ROWS) {
      pack(a, i, Math.min(ROWS, rows - i), ROWS, depth, to, i * depth);
    }
  }

  /// Panels `first` to `end` of [depth][columns], each [depth][COLUMNS], from `at` on; absent columns are 0.
  static void columns(Matrix b, int depth, int columns, int first, int end, float[] to, int at) {
    var x = b.transposed();
    for (int panel = first; panel < end; panel++) {
      int j = panel * COLUMNS;
      pack(x, j, Math.min(COLUMNS, columns - j), COLUMNS, depth, to, at + j * depth);
    }
  }

  /// `there` rows of x from `first` on, filled up to `width` with zeros, interleaved: [depth][width].
  private static void pack(Matrix x, long first, int there, int width, int depth, float[] to, int at) {
    long row = x.base() + 4 * first * x.rows();
    if (x.type() != DType.F32 || there < width) {
      packAny(x, first, 0, there, width, depth, to, at);
    } else if (x.rows() == 1 && width == COLUMNS) {
      packVectors(row, x.columns(), depth, to, at);
    } else if (x.columns() == 1 && width == ROWS) {
      int whole = depth / L * L;
      if (whole > 0) {   // a loop that mostly runs not at all is cold to the compiler, and nothing is inlined into it
        weave(row, x.rows(), whole, to, at);
      }
      packAny(x, first, whole, there, width, depth, to, at);
    } else {
      for (int p = 0; p < depth; p += LINE) {
        for (int r = 0; r < width; r += 4) {
          packFour(row + 4 * (r * x.rows() + p * x.columns()), x.rows(), x.columns(), width, Math.min(LINE, depth - p), to,
              at + p * width + r);
        }
      }
    }
  }

  /// Two vectors of neighbours in memory, for every column.
  private static void packVectors(long row, long columns, int depth, float[] to, int at) {
    for (int p = 0; p < depth; p++) {
      long from = row + 4 * p * columns;
      load(from, 0).intoArray(to, at + p * COLUMNS);
      load(from, L).intoArray(to, at + p * COLUMNS + L);
    }
  }

  /// Four rows as they lie in memory, L columns at a time: column after column, four values each.
  private static void weave(long row, long rows, int depth, float[] to, int at) {
    for (int p = 0; p < depth; p += L) {
      var x0 = load(row, p);
      var x1 = load(row, p + rows);
      var x2 = load(row, p + 2 * rows);
      var x3 = load(row, p + 3 * rows);
      int i = at + p * ROWS;
      woven(x0, x1, x2, x3, QUARTER_0).intoArray(to, i);
      woven(x0, x1, x2, x3, QUARTER_1).intoArray(to, i + L);
      woven(x0, x1, x2, x3, QUARTER_2).intoArray(to, i + 2 * L);
      woven(x0, x1, x2, x3, QUARTER_3).intoArray(to, i + 3 * L);
    }
  }

  private static FloatVector woven(FloatVector x0, FloatVector x1, FloatVector x2, FloatVector x3, VectorShuffle<Float> quarter) {
    return x0.rearrange(quarter).blend(x1.rearrange(quarter), SECOND).blend(x2.rearrange(quarter), THIRD)
        .blend(x3.rearrange(quarter), FOURTH);
  }

  private static void packFour(long row, long rows, long columns, int width, int depth, float[] to, int at) {
    for (int p = 0; p < depth; p++) {
      long from = row + 4 * p * columns;
      int i = at + p * width;
      to[i] = get(from, 0);
      to[i + 1] = get(from, rows);
      to[i + 2] = get(from, 2 * rows);
      to[i + 3] = get(from, 3 * rows);
    }
  }

  private static void packAny(Matrix x, long first, int from, int there, int width, int depth, float[] to, int at) {
    for (int r = 0; r < width; r++) {
      for (int p = from; p < depth; p++) {
        to[at + p * width + r] = r < there ? x.get(first + r, p) : 0;
      }
    }
  }
}
