package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.store;
import static wenmai.tensor.kernel.Memory.ALL;
import static wenmai.tensor.kernel.Memory.ORDER;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import wenmai.tensor.DType;
import wenmai.tensor.kernel.Kernels.Matrix;

/// The matrix product, blocked for the caches as in Goto 2008, "Anatomy of high-performance matrix multiplication": a block
/// of A lies packed in the second cache in panels of 4 rows, B in panels of two vectors of columns, and the innermost loop
/// keeps a tile of C in registers: 4 rows × 2 vectors where there are 16 of them (8 sums, 2 vectors of B and 4 values of A; with
/// 6 × 2, the textbook's choice, C2 spills: 44 GFLOP/s a core instead of 97 on a 256-bit machine), 8 × 2 where there are 32
/// (172 GFLOP/s a core of a 512-bit machine, 142 with 4 × 2).
///
/// The order of the sums depends on k and on how A lies alone, so a result does not change with the number of threads or of rows.
final class Gemm {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int L = F.length();
  static final int ROWS = 4;
  /// Rows of a tile: one panel where there are 16 registers (256-bit vectors), two where there are 32.
  static final int TILE = L == 8 ? ROWS : 2 * ROWS;
  /// Floats of a cache line.
  private static final int LINE = 16;
  static final int COLUMNS = 2 * L;
  private static final int DEPTH = 256;
  private static final int BLOCK = 24 * ROWS;
  /// Columns and depth of what is packed of B at once.
  private static final int WIDE = 512;
  private static final int DEEP = 4 * DEPTH;
  /// Pieces of work a thread: a helper that comes late, or is slow, leaves the others little to wait for.
  private static final int PIECES = 8;
  /// Below so many multiplications a second thread does not pay.
  private static final long GRAIN = 1 << 17;

  /// A quarter of a vector's lanes, each four times.
  private static final VectorShuffle<Float> QUARTER_0 = quarter(0);
  private static final VectorShuffle<Float> QUARTER_1 = quarter(1);
  private static final VectorShuffle<Float> QUARTER_2 = quarter(2);
  private static final VectorShuffle<Float> QUARTER_3 = quarter(3);
  private static final VectorMask<Float> SECOND = everyFourth(1);
  private static final VectorMask<Float> THIRD = everyFourth(2);
  private static final VectorMask<Float> FOURTH = everyFourth(3);

  private static VectorShuffle<Float> quarter(int part) {
    return VectorShuffle.fromOp(F, lane -> (part * L + lane) / 4);
  }

  private static VectorMask<Float> everyFourth(int first) {
    return VectorMask.fromLong(F, 0x1111_1111_1111_1111L << first);
  }

  /// What one thread packs into: arrays, for vectors of arrays cost the compiler far fewer nodes than vectors of memory, and
  /// past 18,000 nodes in one method it silently allocates every vector.
  private static final class Scratch {
    final float[] a = new float[BLOCK * DEPTH];
    final float[] b = new float[(WIDE + COLUMNS) * DEEP];
    final float[] tile = new float[TILE * COLUMNS];
  }

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  void run(Matrix a, Matrix b, Matrix c, int m, int n, int k, boolean add) {
    for (int i = 0; i < m && k == 0 && !add; i++) {
      ALL.asSlice(c.at(i, 0).base(), 4L * n).fill((byte) 0);
    }
    for (int j = 0; m > 0 && j < n; j += WIDE) {
      for (int p = 0; p < k; p += DEEP) {
        slab(a.at(0, p), b.at(p, j), c.at(0, j), m, Math.min(WIDE, n - j), Math.min(DEEP, k - p), add || p > 0);
      }
    }
  }

  /// B packed once, slab by slab, for products that are too small to share out and too many to pack it anew.
  static Kernels.Factor factor(Matrix b, int k, int n) {
    int deep = parts(k, DEPTH);
    var slabs = new float[parts(n, WIDE) * deep][];
    for (int s = 0; s < slabs.length; s++) {
      int columns = Math.min(WIDE, n - s / deep * WIDE);
      int depth = Math.min(DEPTH, k - s % deep * DEPTH);
      int panels = parts(columns, COLUMNS);
      slabs[s] = new float[panels * COLUMNS * depth];
      packColumns(b.at(s % deep * DEPTH, s / deep * WIDE), depth, columns, 0, panels, slabs[s], 0);
    }
    return (a, c, m, add) -> {
      for (int s = 0; s < slabs.length; s++) {
        int j = s / deep * WIDE;
        int p = s % deep * DEPTH;
        int columns = Math.min(WIDE, n - j);
        for (int i = 0; i < m; i += BLOCK) {
          block(a.at(i, p), slabs[s], 0, c.at(i, j), Math.min(BLOCK, m - i), columns, 0, parts(columns, COLUMNS), Math.min(DEPTH, k - p),
              add || p > 0);
        }
      }
    };
  }

  /// One slab of B, on all threads: they pack it together, then each takes blocks of C's rows. A block stays in the cache while
  /// it takes one depth of the sum after another, with A packed for each.
  private static void slab(Matrix a, Matrix b, Matrix c, int m, int n, int k, boolean add) {
    int threads = (long) m * n * k < GRAIN ? 1 : Parallel.threads();
    int pieces = threads == 1 ? 1 : threads * PIECES;
    var packed = SCRATCH.get().b;
    int panels = parts(n, COLUMNS);
    int depth = liesDown(a) ? DEPTH / 2 : DEPTH;   // whose panels are four tiles high, and fill the first cache sooner
    int depths = parts(k, depth);
    int shares = Math.min(panels, parts(pieces, depths));
    share(threads, depths * shares, x -> {
      int p = x / shares * depth;
      int part = x % shares;
      packColumns(b.at(p, 0), Math.min(depth, k - p), n, panels * part / shares, panels * (part + 1) / shares, packed,
          p * panels * COLUMNS);
    });
    int step = liesDown(a) ? COLUMNS : ROWS;
    int rows = Math.min(BLOCK, parts(parts(m, pieces), step) * step);
    int blocks = parts(m, rows);
    int across = Math.clamp(threads / blocks, 1, panels);   // of few rows, the columns are shared out too
    share(threads, blocks * across, x -> {
      int i = x / across * rows;
      int part = x % across;
      for (int p = 0; p < k; p += depth) {
        block(a.at(i, p), packed, p * panels * COLUMNS, c.at(i, 0), Math.min(rows, m - i), n, panels * part / across,
            panels * (part + 1) / across, Math.min(depth, k - p), add || p > 0);
      }
    });
  }

  /// Items 0 to n − 1, on all threads or on this one alone.
  private static void share(int threads, int n, Parallel.Body body) {
    if (threads > 1) {
      Parallel.run(n, body);
    } else {
      for (int i = 0; i < n; i++) {
        body.item(i);
      }
    }
  }

  /// Neighbours in a column are neighbours in memory.
  private static boolean liesDown(Matrix a) {
    return a.type() == DType.F32 && a.rows() == 1;
  }

  private static int parts(int n, int size) {
    return (n + size - 1) / size;
  }

  /// Rows of C, in the columns of panels `first` to `end`, with B packed from `at` on.
  private static void block(Matrix a, float[] packed, int at, Matrix c, int rows, int n, int first, int end, int depth, boolean add) {
    var s = SCRATCH.get();
    boolean down = liesDown(a);
    if (down) {
      packColumns(a.transposed(), depth, rows, 0, parts(rows, COLUMNS), s.a, 0);
    } else {
      packRows(a, rows, depth, s.a);
    }
    for (int panel = first; panel < end; panel++) {
      int j = panel * COLUMNS;
      for (int i = 0; i < rows; i += TILE) {
        int there = Math.min(TILE, rows - i);
        if (down) {
          down(s.a, i / COLUMNS * COLUMNS * depth + i % COLUMNS, packed, at + j * depth, depth, s.tile);
        } else {
          tile(s.a, i * depth, packed, at + j * depth, depth, there, s.tile, 0);
        }
        put(s.tile, c.base() + 4 * (i * c.rows() + j), c.rows(), there, n - j, add);
      }
    }
  }

  /// The product of the panels of up to TILE rows of A and a panel of B. (This and its two siblings below are the same sums; where
  /// a row's next value lies must be a constant to the compiler, or it checks every index.)
  static void tile(float[] a, int rows, float[] b, int columns, int depth, int there, float[] to, int at) {
    if (TILE > ROWS && there > ROWS) {
      tile8(a, rows, b, columns, depth, to, at);
    } else {
      tile4(a, rows, b, columns, depth, to, at);
    }
  }

  /// Adds a tile to what lies at an address in rows `next` apart, or puts it there. (No [Matrix] is made for it: who knows
  /// whether the compiler would see that it need not exist.)
  static void put(float[] tile, long to, long next, int rows, int columns, boolean add) {
    if (columns >= COLUMNS) {
      whole(tile, to, next, rows, add);
    } else {
      edge(tile, to, next, rows, columns, add);
    }
  }

  private static void whole(float[] tile, long to, long next, int rows, boolean add) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < COLUMNS; j += L) {
        var sum = FloatVector.fromArray(F, tile, i * COLUMNS + j);
        store(add ? load(to, i * next + j).add(sum) : sum, to, i * next + j);
      }
    }
  }

  private static void edge(float[] tile, long to, long next, int rows, int columns, boolean add) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = tile[i * COLUMNS + j];
        set(to, i * next + j, add ? get(to, i * next + j) + sum : sum);
      }
    }
  }

  /// [rows][depth] → panels of 4 rows, each [depth][4]; absent rows are 0.
  static void packRows(Matrix a, int rows, int depth, float[] to) {
    for (int i = 0; i < rows; i += ROWS) {
      pack(a, i, Math.min(ROWS, rows - i), ROWS, depth, to, i * depth);
    }
  }

  /// Panels `first` to `end` of [depth][columns], each [depth][COLUMNS], from `at` on; absent columns are 0.
  static void packColumns(Matrix b, int depth, int columns, int first, int end, float[] to, int at) {
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

  private static void tile4(float[] a, int rows, float[] b, int columns, int depth, float[] tile, int at) {
    FloatVector c00 = FloatVector.zero(F);
    FloatVector c01 = FloatVector.zero(F);
    FloatVector c10 = FloatVector.zero(F);
    FloatVector c11 = FloatVector.zero(F);
    FloatVector c20 = FloatVector.zero(F);
    FloatVector c21 = FloatVector.zero(F);
    FloatVector c30 = FloatVector.zero(F);
    FloatVector c31 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      int i = rows + p * ROWS;
      int j = columns + p * COLUMNS;
      var b0 = FloatVector.fromArray(F, b, j);
      var b1 = FloatVector.fromArray(F, b, j + L);
      var x0 = FloatVector.broadcast(F, a[i]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      var x1 = FloatVector.broadcast(F, a[i + 1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      var x2 = FloatVector.broadcast(F, a[i + 2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      var x3 = FloatVector.broadcast(F, a[i + 3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
    }
    c00.intoArray(tile, at);
    c01.intoArray(tile, at + L);
    c10.intoArray(tile, at + COLUMNS);
    c11.intoArray(tile, at + COLUMNS + L);
    c20.intoArray(tile, at + 2 * COLUMNS);
    c21.intoArray(tile, at + 2 * COLUMNS + L);
    c30.intoArray(tile, at + 3 * COLUMNS);
    c31.intoArray(tile, at + 3 * COLUMNS + L);
  }

  private static void tile8(float[] a, int rows, float[] b, int columns, int depth, float[] tile, int at) {
    FloatVector c00 = FloatVector.zero(F);
    FloatVector c01 = FloatVector.zero(F);
    FloatVector c10 = FloatVector.zero(F);
    FloatVector c11 = FloatVector.zero(F);
    FloatVector c20 = FloatVector.zero(F);
    FloatVector c21 = FloatVector.zero(F);
    FloatVector c30 = FloatVector.zero(F);
    FloatVector c31 = FloatVector.zero(F);
    FloatVector c40 = FloatVector.zero(F);
    FloatVector c41 = FloatVector.zero(F);
    FloatVector c50 = FloatVector.zero(F);
    FloatVector c51 = FloatVector.zero(F);
    FloatVector c60 = FloatVector.zero(F);
    FloatVector c61 = FloatVector.zero(F);
    FloatVector c70 = FloatVector.zero(F);
    FloatVector c71 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      int i = rows + p * ROWS;
      int k = i + ROWS * depth;
      int j = columns + p * COLUMNS;
      var b0 = FloatVector.fromArray(F, b, j);
      var b1 = FloatVector.fromArray(F, b, j + L);
      var x0 = FloatVector.broadcast(F, a[i]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      var x1 = FloatVector.broadcast(F, a[i + 1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      var x2 = FloatVector.broadcast(F, a[i + 2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      var x3 = FloatVector.broadcast(F, a[i + 3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      var x4 = FloatVector.broadcast(F, a[k]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      var x5 = FloatVector.broadcast(F, a[k + 1]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      var x6 = FloatVector.broadcast(F, a[k + 2]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      var x7 = FloatVector.broadcast(F, a[k + 3]);
      c70 = x7.fma(b0, c70);
      c71 = x7.fma(b1, c71);
    }
    c00.intoArray(tile, at);
    c01.intoArray(tile, at + L);
    c10.intoArray(tile, at + COLUMNS);
    c11.intoArray(tile, at + COLUMNS + L);
    c20.intoArray(tile, at + 2 * COLUMNS);
    c21.intoArray(tile, at + 2 * COLUMNS + L);
    c30.intoArray(tile, at + 3 * COLUMNS);
    c31.intoArray(tile, at + 3 * COLUMNS + L);
    c40.intoArray(tile, at + 4 * COLUMNS);
    c41.intoArray(tile, at + 4 * COLUMNS + L);
    c50.intoArray(tile, at + 5 * COLUMNS);
    c51.intoArray(tile, at + 5 * COLUMNS + L);
    c60.intoArray(tile, at + 6 * COLUMNS);
    c61.intoArray(tile, at + 6 * COLUMNS + L);
    c70.intoArray(tile, at + 7 * COLUMNS);
    c71.intoArray(tile, at + 7 * COLUMNS + L);
  }

  /// The same of rows of A that lie side by side in panels of COLUMNS, as B's columns do.
  static void down(float[] a, int rows, float[] b, int columns, int depth, float[] to) {
    if (TILE > ROWS) {
      down8(a, rows, b, columns, depth, to);
    } else {
      down4(a, rows, b, columns, depth, to);
    }
  }

  private static void down4(float[] a, int rows, float[] b, int columns, int depth, float[] to) {
    FloatVector c00 = FloatVector.zero(F);
    FloatVector c01 = FloatVector.zero(F);
    FloatVector c10 = FloatVector.zero(F);
    FloatVector c11 = FloatVector.zero(F);
    FloatVector c20 = FloatVector.zero(F);
    FloatVector c21 = FloatVector.zero(F);
    FloatVector c30 = FloatVector.zero(F);
    FloatVector c31 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      int i = rows + p * COLUMNS;
      int j = columns + p * COLUMNS;
      var b0 = FloatVector.fromArray(F, b, j);
      var b1 = FloatVector.fromArray(F, b, j + L);
      var x0 = FloatVector.broadcast(F, a[i]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      var x1 = FloatVector.broadcast(F, a[i + 1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      var x2 = FloatVector.broadcast(F, a[i + 2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      var x3 = FloatVector.broadcast(F, a[i + 3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
    }
    c00.intoArray(to, 0);
    c01.intoArray(to, L);
    c10.intoArray(to, COLUMNS);
    c11.intoArray(to, COLUMNS + L);
    c20.intoArray(to, 2 * COLUMNS);
    c21.intoArray(to, 2 * COLUMNS + L);
    c30.intoArray(to, 3 * COLUMNS);
    c31.intoArray(to, 3 * COLUMNS + L);
  }

  private static void down8(float[] a, int rows, float[] b, int columns, int depth, float[] to) {
    FloatVector c00 = FloatVector.zero(F);
    FloatVector c01 = FloatVector.zero(F);
    FloatVector c10 = FloatVector.zero(F);
    FloatVector c11 = FloatVector.zero(F);
    FloatVector c20 = FloatVector.zero(F);
    FloatVector c21 = FloatVector.zero(F);
    FloatVector c30 = FloatVector.zero(F);
    FloatVector c31 = FloatVector.zero(F);
    FloatVector c40 = FloatVector.zero(F);
    FloatVector c41 = FloatVector.zero(F);
    FloatVector c50 = FloatVector.zero(F);
    FloatVector c51 = FloatVector.zero(F);
    FloatVector c60 = FloatVector.zero(F);
    FloatVector c61 = FloatVector.zero(F);
    FloatVector c70 = FloatVector.zero(F);
    FloatVector c71 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      int i = rows + p * COLUMNS;
      int j = columns + p * COLUMNS;
      var b0 = FloatVector.fromArray(F, b, j);
      var b1 = FloatVector.fromArray(F, b, j + L);
      var x0 = FloatVector.broadcast(F, a[i]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      var x1 = FloatVector.broadcast(F, a[i + 1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      var x2 = FloatVector.broadcast(F, a[i + 2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      var x3 = FloatVector.broadcast(F, a[i + 3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      var x4 = FloatVector.broadcast(F, a[i + 4]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      var x5 = FloatVector.broadcast(F, a[i + 5]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      var x6 = FloatVector.broadcast(F, a[i + 6]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      var x7 = FloatVector.broadcast(F, a[i + 7]);
      c70 = x7.fma(b0, c70);
      c71 = x7.fma(b1, c71);
    }
    c00.intoArray(to, 0);
    c01.intoArray(to, L);
    c10.intoArray(to, COLUMNS);
    c11.intoArray(to, COLUMNS + L);
    c20.intoArray(to, 2 * COLUMNS);
    c21.intoArray(to, 2 * COLUMNS + L);
    c30.intoArray(to, 3 * COLUMNS);
    c31.intoArray(to, 3 * COLUMNS + L);
    c40.intoArray(to, 4 * COLUMNS);
    c41.intoArray(to, 4 * COLUMNS + L);
    c50.intoArray(to, 5 * COLUMNS);
    c51.intoArray(to, 5 * COLUMNS + L);
    c60.intoArray(to, 6 * COLUMNS);
    c61.intoArray(to, 6 * COLUMNS + L);
    c70.intoArray(to, 7 * COLUMNS);
    c71.intoArray(to, 7 * COLUMNS + L);
  }

  /// The same of rows of A that lie in panels of COLUMNS columns, `next` apart: as a product leaves them, unpacked.
  static void across(float[] a, int rows, int next, float[] b, int columns, int depth, float[] to) {
    if (TILE > ROWS) {
      across8(a, rows, next, b, columns, depth, to);
    } else {
      across4(a, rows, next, b, columns, depth, to);
    }
  }

  private static void across4(float[] a, int rows, int next, float[] b, int columns, int depth, float[] to) {
    FloatVector c00 = FloatVector.zero(F);
    FloatVector c01 = FloatVector.zero(F);
    FloatVector c10 = FloatVector.zero(F);
    FloatVector c11 = FloatVector.zero(F);
    FloatVector c20 = FloatVector.zero(F);
    FloatVector c21 = FloatVector.zero(F);
    FloatVector c30 = FloatVector.zero(F);
    FloatVector c31 = FloatVector.zero(F);
    for (int q = 0; q < depth; q += COLUMNS) {
      int i = rows + q / COLUMNS * next;
      int j = columns + q * COLUMNS;
      for (int p = 0; p < COLUMNS; p++) {
        var b0 = FloatVector.fromArray(F, b, j + p * COLUMNS);
        var b1 = FloatVector.fromArray(F, b, j + p * COLUMNS + L);
        var x0 = FloatVector.broadcast(F, a[i + p]);
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        var x1 = FloatVector.broadcast(F, a[i + p + COLUMNS]);
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        var x2 = FloatVector.broadcast(F, a[i + p + 2 * COLUMNS]);
        c20 = x2.fma(b0, c20);
        c21 = x2.fma(b1, c21);
        var x3 = FloatVector.broadcast(F, a[i + p + 3 * COLUMNS]);
        c30 = x3.fma(b0, c30);
        c31 = x3.fma(b1, c31);
      }
    }
    c00.intoArray(to, 0);
    c01.intoArray(to, L);
    c10.intoArray(to, COLUMNS);
    c11.intoArray(to, COLUMNS + L);
    c20.intoArray(to, 2 * COLUMNS);
    c21.intoArray(to, 2 * COLUMNS + L);
    c30.intoArray(to, 3 * COLUMNS);
    c31.intoArray(to, 3 * COLUMNS + L);
  }

  private static void across8(float[] a, int rows, int next, float[] b, int columns, int depth, float[] to) {
    FloatVector c00 = FloatVector.zero(F);
    FloatVector c01 = FloatVector.zero(F);
    FloatVector c10 = FloatVector.zero(F);
    FloatVector c11 = FloatVector.zero(F);
    FloatVector c20 = FloatVector.zero(F);
    FloatVector c21 = FloatVector.zero(F);
    FloatVector c30 = FloatVector.zero(F);
    FloatVector c31 = FloatVector.zero(F);
    FloatVector c40 = FloatVector.zero(F);
    FloatVector c41 = FloatVector.zero(F);
    FloatVector c50 = FloatVector.zero(F);
    FloatVector c51 = FloatVector.zero(F);
    FloatVector c60 = FloatVector.zero(F);
    FloatVector c61 = FloatVector.zero(F);
    FloatVector c70 = FloatVector.zero(F);
    FloatVector c71 = FloatVector.zero(F);
    for (int q = 0; q < depth; q += COLUMNS) {
      int i = rows + q / COLUMNS * next;
      int j = columns + q * COLUMNS;
      for (int p = 0; p < COLUMNS; p++) {
        var b0 = FloatVector.fromArray(F, b, j + p * COLUMNS);
        var b1 = FloatVector.fromArray(F, b, j + p * COLUMNS + L);
        var x0 = FloatVector.broadcast(F, a[i + p]);
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        var x1 = FloatVector.broadcast(F, a[i + p + COLUMNS]);
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        var x2 = FloatVector.broadcast(F, a[i + p + 2 * COLUMNS]);
        c20 = x2.fma(b0, c20);
        c21 = x2.fma(b1, c21);
        var x3 = FloatVector.broadcast(F, a[i + p + 3 * COLUMNS]);
        c30 = x3.fma(b0, c30);
        c31 = x3.fma(b1, c31);
        var x4 = FloatVector.broadcast(F, a[i + p + 4 * COLUMNS]);
        c40 = x4.fma(b0, c40);
        c41 = x4.fma(b1, c41);
        var x5 = FloatVector.broadcast(F, a[i + p + 5 * COLUMNS]);
        c50 = x5.fma(b0, c50);
        c51 = x5.fma(b1, c51);
        var x6 = FloatVector.broadcast(F, a[i + p + 6 * COLUMNS]);
        c60 = x6.fma(b0, c60);
        c61 = x6.fma(b1, c61);
        var x7 = FloatVector.broadcast(F, a[i + p + 7 * COLUMNS]);
        c70 = x7.fma(b0, c70);
        c71 = x7.fma(b1, c71);
      }
    }
    c00.intoArray(to, 0);
    c01.intoArray(to, L);
    c10.intoArray(to, COLUMNS);
    c11.intoArray(to, COLUMNS + L);
    c20.intoArray(to, 2 * COLUMNS);
    c21.intoArray(to, 2 * COLUMNS + L);
    c30.intoArray(to, 3 * COLUMNS);
    c31.intoArray(to, 3 * COLUMNS + L);
    c40.intoArray(to, 4 * COLUMNS);
    c41.intoArray(to, 4 * COLUMNS + L);
    c50.intoArray(to, 5 * COLUMNS);
    c51.intoArray(to, 5 * COLUMNS + L);
    c60.intoArray(to, 6 * COLUMNS);
    c61.intoArray(to, 6 * COLUMNS + L);
    c70.intoArray(to, 7 * COLUMNS);
    c71.intoArray(to, 7 * COLUMNS + L);
  }
}
