package wenmai.tensor.jvm;

import java.util.stream.IntStream;
import wenmai.tensor.Array;
import wenmai.tensor.DType;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Kernels.Factor;
import wenmai.tensor.kernel.Kernels.Matrix;
import wenmai.tensor.kernel.Parallel;

/// The steps of an LSTM, one after another. Rows of a batch know nothing of each other, so where there are many, each thread
/// takes its own through all steps and waits for nobody; of few rows, the columns of every step's product are shared out.
/// The weight is packed once for all steps.
///
/// Axes: B batch · T steps · D width
final class JvmRecurrence {
  /// Up to so many rows and steps, packing the weight would cost more than it saves.
  private static final int FEW = 4;
  /// From so many rows a thread on, each has its own rows: a tile of the product is full.
  private static final int OWN = 8;

  private JvmRecurrence() {}

  /// Gates [B,T,4D], outputs and cells [B,T+1,D].
  static Array[] steps(Kernels kernels, JvmArray inputs, JvmArray weight, JvmArray output, JvmArray cell) {
    int batch = (int) inputs.size(3);
    int steps = (int) inputs.size(2);
    int width = (int) weight.size(1);
    var gates = JvmArray.of(DType.F32, batch, steps, 4L * width);
    var outputs = beginning(output, steps);
    var cells = beginning(cell, steps);
    var factor = batch * steps <= FEW ? dots(kernels, weight) : factor(kernels, at(weight, 0, 0).transposed(), width, 4 * width, batch);
    byRows(batch, (first, end) -> {
      for (int t = 0; t < steps; t++) {
        factor.product(at(outputs, first, t), at(gates, first, t), end - first, false);
        each(first, end, t, (b, s) -> kernels.cell(address(inputs, b, s), address(gates, b, s), address(cells, b, s),
            address(cells, b, s + 1), address(outputs, b, s + 1), width));
      }
    });
    return new Array[] {gates, outputs, cells};
  }

  /// Gradients of inputs [B,T,4D], and of the output and the cell [B,D] before the first step.
  static Array[] gradients(Kernels kernels, JvmArray gates, JvmArray cells, JvmArray weight, JvmArray g) {
    int batch = (int) g.size(3);
    int steps = (int) g.size(2);
    int width = (int) g.size(1);
    var slopes = JvmArray.of(DType.F32, gates.shape());
    var output = JvmArray.zeros(batch, width);
    var cell = JvmArray.zeros(batch, width);
    var factor = factor(kernels, at(weight, 0, 0), 4 * width, width, batch);
    byRows(batch, (first, end) -> {
      for (int t = steps - 1; t >= 0; t--) {
        each(first, end, t, (b, s) -> {
          long above = output.address() + 4L * b * width;
          kernels.accumulate(above, address(g, b, s), width);
          kernels.cellGrad(address(gates, b, s), address(cells, b, s), address(cells, b, s + 1), above,
              cell.address() + 4L * b * width, address(slopes, b, s), width);
        });
        factor.product(at(slopes, first, t), Matrix.of(output.address() + 4L * first * width, width, 1), end - first, false);
      }
    });
    return new Array[] {slopes, output, cell};
  }

  /// Rows of a batch, from one to before another.
  private interface Rows {
    void through(int first, int end);
  }

  private static boolean few(int batch) {
    return batch < OWN * Parallel.threads();
  }

  private static void byRows(int batch, Rows rows) {
    int pieces = few(batch) ? 1 : Parallel.threads();
    Parallel.run(pieces, i -> rows.through(batch * i / pieces, batch * (i + 1) / pieces));
  }

  /// One row at one step.
  private interface Place {
    void at(int b, int t);
  }

  /// Rows of a step, on all threads where nobody uses them already.
  private static void each(int first, int end, int t, Place place) {
    Parallel.run(end - first, i -> place.at(first + i, t));
  }

  /// B [k,n], for the products of [#byRows].
  private static Factor factor(Kernels kernels, Matrix b, int k, int n, int batch) {
    if (!few(batch)) {
      return kernels.factor(b, k, n);
    }
    int parts = Math.min(n, Parallel.threads());
    var factors = IntStream.range(0, parts).mapToObj(i -> kernels.factor(b.at(0, n * i / parts), k, n * (i + 1) / parts - n * i / parts)).toList();
    return (a, c, m, add) -> Parallel.run(parts, i -> factors.get(i).product(a, c.at(0, n * i / parts), m, add));
  }

  /// Room for all steps, after what was before them [B,D].
  private static JvmArray beginning(JvmArray before, long steps) {
    long width = before.size(1);
    var all = JvmArray.of(DType.F32, before.size(2), steps + 1, width);
    Strided.copy(before, new JvmArray(all.block(), all.type(), 0, before.shape(), new long[] {(steps + 1) * width, 1}));
    return all;
  }

  private static Factor dots(Kernels kernels, JvmArray weight) {
    return (a, c, m, _) -> {
      for (int i = 0; i < m; i++) {
        kernels.rowDots(a.at(i, 0).base(), weight.address(), DType.F32, weight.size(1), c.at(i, 0).base(), weight.size(2));
      }
    };
  }

  /// The rows from b on of step t in [B,T,N]; of a matrix, the whole.
  private static Matrix at(JvmArray x, int b, int t) {
    long next = x.rank() == 2 ? x.size(1) : x.size(2) * x.size(1);
    return Matrix.of(address(x, b, t), next, 1);
  }

  private static long address(JvmArray x, int b, int t) {
    return x.address() + 4 * (b * x.size(2) + t) * x.size(1);
  }
}
