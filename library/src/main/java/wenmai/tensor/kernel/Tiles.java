package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.F;
import static wenmai.tensor.kernel.Lanes.L;
import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.store;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;

import jdk.incubator.vector.FloatVector;

/// The innermost loops of a product: a tile of C in registers, 4 rows × 2 vectors where there are 16 of them (8 sums, 2 vectors of
/// B and 4 values of A; with 6 × 2, the textbook's choice, C2 spills: 44 GFLOP/s a core instead of 97 on a 256-bit machine),
/// 8 × 2 where there are 32 (172 GFLOP/s a core of a 512-bit machine, 142 with 4 × 2).
///
/// The same sums stand here three times, for three ways in which rows of A may lie, and each with 4 rows and with 8: where a row's
/// next value lies must be a constant to the compiler, or it checks every index, and only local variables stay in registers.
final class Tiles {
  static final int ROWS = 4;
  /// Rows of a tile: one panel where there are 16 registers (256-bit vectors), two where there are 32.
  static final int TILE = L == 8 ? ROWS : 2 * ROWS;
  static final int COLUMNS = 2 * L;

  private Tiles() {}

  /// The product of the panels of up to TILE rows of A and a panel of B.
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
