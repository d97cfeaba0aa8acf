package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Memory.ALL;
import static wenmai.tensor.kernel.Tiles.COLUMNS;
import static wenmai.tensor.kernel.Tiles.ROWS;
import static wenmai.tensor.kernel.Tiles.TILE;

import wenmai.tensor.DType;
import wenmai.tensor.kernel.Kernels.Matrix;

/// The matrix product, blocked for the caches as in Goto 2008, "Anatomy of high-performance matrix multiplication": a block
/// of A lies packed in the second cache in panels of 4 rows, B in panels of two vectors of columns, and the innermost loop
/// keeps a tile of C in registers ([Panels], [Tiles]).
///
/// The order of the sums depends on k and on how A lies alone, so a result does not change with the number of threads or of rows.
final class Gemm {
  private static final int DEPTH = 256;
  private static final int BLOCK = 24 * ROWS;
  /// Columns and depth of what is packed of B at once.
  private static final int WIDE = 512;
  private static final int DEEP = 4 * DEPTH;
  /// Pieces of work a thread: a helper that comes late, or is slow, leaves the others little to wait for.
  private static final int PIECES = 8;
  /// Below so many multiplications a second thread does not pay.
  private static final long GRAIN = 1 << 17;

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
      Panels.columns(b.at(s % deep * DEPTH, s / deep * WIDE), depth, columns, 0, panels, slabs[s], 0);
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
      Panels.columns(b.at(p, 0), Math.min(depth, k - p), n, panels * part / shares, panels * (part + 1) / shares, packed,
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
      Panels.columns(a.transposed(), depth, rows, 0, parts(rows, COLUMNS), s.a, 0);
    } else {
      Panels.rows(a, rows, depth, s.a);
    }
    for (int panel = first; panel < end; panel++) {
      int j = panel * COLUMNS;
      for (int i = 0; i < rows; i += TILE) {
        int there = Math.min(TILE, rows - i);
        if (down) {
          Tiles.down(s.a, i / COLUMNS * COLUMNS * depth + i % COLUMNS, packed, at + j * depth, depth, s.tile);
        } else {
          Tiles.tile(s.a, i * depth, packed, at + j * depth, depth, there, s.tile, 0);
        }
        Tiles.put(s.tile, c.base() + 4 * (i * c.rows() + j), c.rows(), there, n - j, add);
      }
    }
  }
}
