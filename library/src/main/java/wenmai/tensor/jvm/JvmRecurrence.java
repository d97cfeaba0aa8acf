package wenmai.tensor.jvm;

import wenmai.tensor.Array;
import wenmai.tensor.DType;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Kernels.Factor;
import wenmai.tensor.kernel.Kernels.Matrix;
import wenmai.tensor.kernel.Parallel;

/// The steps of an LSTM, one after another. Rows of a batch know nothing of each other, so each thread takes its rows
/// through all steps and waits for nobody; the weight is packed once for all of them.
///
/// Axes: B batch · T steps · D width
final class JvmRecurrence {
  /// Up to so many rows and steps, packing the weight would cost more than it saves.
  private static final int FEW = 4;

  private JvmRecurrence() {}

  /// Gates [B,T,4D], outputs and cells [B,T+1,D].
  static Array[] steps(Kernels kernels, JvmArray inputs, JvmArray weight, JvmArray output, JvmArray cell) {
    int batch = (int) inputs.size(3);
    int steps = (int) inputs.size(2);
    int width = (int) weight.size(1);
    var gates = JvmArray.of(DType.F32, batch, steps, 4L * width);
    var outputs = beginning(output, steps);
    var cells = beginning(cell, steps);
    var factor = batch * steps <= FEW ? dots(kernels, weight) : kernels.factor(at(weight, 0, 0).transposed(), width, 4 * width);
    byRows(batch, (first, end) -> {
      for (int t = 0; t < steps; t++) {
        factor.product(at(outputs, first, t), at(gates, first, t), end - first, false);
        for (int b = first; b < end; b++) {
          kernels.cell(address(inputs, b, t), address(gates, b, t), address(cells, b, t), address(cells, b, t + 1),
              address(outputs, b, t + 1), width);
        }
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
    var factor = kernels.factor(at(weight, 0, 0), 4 * width, width);
    byRows(batch, (first, end) -> {
      for (int t = steps - 1; t >= 0; t--) {
        for (int b = first; b < end; b++) {
          long above = output.address() + 4L * b * width;
          kernels.accumulate(above, address(g, b, t), width);
          kernels.cellGrad(address(gates, b, t), address(cells, b, t), address(cells, b, t + 1), above,
              cell.address() + 4L * b * width, address(slopes, b, t), width);
        }
        factor.product(at(slopes, first, t), Matrix.of(output.address() + 4L * first * width, width, 1), end - first, false);
      }
    });
    return new Array[] {slopes, output, cell};
  }

  /// Rows of a batch, from one to before another.
  private interface Rows {
    void through(int first, int end);
  }

  private static void byRows(int batch, Rows rows) {
    int pieces = Math.min(batch, Parallel.threads());
    Parallel.run(pieces, i -> rows.through(batch * i / pieces, batch * (i + 1) / pieces));
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
