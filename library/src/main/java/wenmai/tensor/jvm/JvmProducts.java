package wenmai.tensor.jvm;

import static wenmai.tensor.jvm.Strided.dense;
import static wenmai.tensor.jvm.Strided.singles;

import java.util.Arrays;
import wenmai.tensor.DType;
import wenmai.tensor.Precision;
import wenmai.tensor.Shape;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Kernels.Matrix;
import wenmai.tensor.kernel.Parallel;

/// Products of matrices.
final class JvmProducts {
  /// Below so many multiplications a second thread does not pay.
  private static final long GRAIN = 1 << 18;
  /// Up to so many rows, a product is one dot product an element, straight from the weights as they lie.
  private static final long FEW = 4;

  private JvmProducts() {}

  /// [.., in] × [out, in] → [.., out]
  static JvmArray linear(Kernels kernels, JvmArray a, JvmArray weight, Precision precision) {
    int in = (int) weight.size(1);
    int outs = (int) weight.size(2);
    if (a.size(1) != in) {
      throw new IllegalArgumentException("linear of " + a + " by " + weight);
    }
    return singles(a, x -> {
      var shape = x.shape().clone();
      shape[shape.length - 1] = outs;
      var y = JvmArray.of(DType.F32, shape);
      int rows = (int) (x.elements() / in);
      if (precision == Precision.INT8) {
        return singles(weight, w -> {
          kernels.gemm8(rows(x, in), false, matrix(w).transposed(), rows(y, outs), rows, outs, in);
          return y;
        });
      }
      if (rows <= FEW && weight.contiguous()) {
        Parallel.ranges(outs, Math.max(1, GRAIN / 4 / Math.max(1, (long) in * rows)), (from, to) -> {
          for (int r = 0; r < rows; r++) {
            kernels.rowDots(x.address() + 4L * r * in, weight.address() + weight.type().bytes() * from * in, weight.type(), in,
                y.address() + 4 * ((long) r * outs + from), to - from);
          }
        });
      } else {
        kernels.gemm(rows(x, in), matrix(weight).transposed(), rows(y, outs), rows, outs, in, false);
      }
      return y;
    });
  }

  /// g [.., out] × W [out, in] → [.., in]
  static JvmArray linearGrad(Kernels kernels, JvmArray a, JvmArray weight, Precision precision) {
    int in = (int) weight.size(1);
    int outs = (int) weight.size(2);
    return dense(a, g -> {
      var shape = g.shape().clone();
      shape[shape.length - 1] = in;
      var out = JvmArray.of(DType.F32, shape);
      int rows = (int) (g.elements() / outs);
      if (precision == Precision.INT8) {
        return singles(weight, w -> {
          kernels.gemm8(rows(g, outs), true, matrix(w), rows(out, in), rows, in, outs);
          return out;
        });
      }
      kernels.gemm(rows(g, outs), matrix(weight), rows(out, in), rows, in, outs, false);
      return out;
    });
  }

  /// to [out, in] (+)= gᵀ [out, rows] × x [rows, in]
  static void outer(Kernels kernels, JvmArray to, JvmArray a, JvmArray b, Precision precision, boolean add) {
    int in = (int) to.size(1);
    int outs = (int) to.size(2);
    dense(a, g -> singles(b, x -> {
      int rows = (int) (x.elements() / in);
      if (precision == Precision.INT8) {
        kernels.outer8(rows(g, outs), rows(x, in), matrix(to), outs, in, rows, add);
      } else {
        kernels.gemm(rows(g, outs).transposed(), rows(x, in), matrix(to), outs, in, rows, add);
      }
      return to;
    }));
  }

  /// [.., m, k] × [.., k, n], batches broadcast.
  static JvmArray matmul(Kernels kernels, JvmArray a, JvmArray b) {
    int m = (int) a.size(2);
    int k = (int) a.size(1);
    int n = (int) b.size(1);
    if (b.size(2) != k) {
      throw new IllegalArgumentException("matmul of " + a + " and " + b);
    }
    var batches = Shape.broadcast(Arrays.copyOf(a.shape(), a.rank() - 2), Arrays.copyOf(b.shape(), b.rank() - 2));
    var x = Strided.broadcast(a, with(batches, m, k));
    var y = Strided.broadcast(b, with(batches, k, n));
    var out = JvmArray.of(DType.F32, with(batches, m, n));
    int count = (int) Shape.elements(batches);
    if (count == 1) {
      kernels.gemm(matrix(x), matrix(y), matrix(out), m, n, k, false);
    } else {
      Parallel.run(count, i -> kernels.gemm(matrix(x, i), matrix(y, i), matrix(out, i), m, n, k, false));
    }
    return out;
  }

  private static long[] with(long[] batches, long rows, long columns) {
    var shape = Arrays.copyOf(batches, batches.length + 2);
    shape[batches.length] = rows;
    shape[batches.length + 1] = columns;
    return shape;
  }

  private static Matrix rows(JvmArray x, long width) {
    return Matrix.of(x.address(), width, 1);
  }

  private static Matrix matrix(JvmArray x) {
    int r = x.rank();
    return new Matrix(x.address(), x.type(), x.strides()[r - 2], x.strides()[r - 1]);
  }

  /// The i-th matrix of a batch.
  private static Matrix matrix(JvmArray x, int i) {
    long at = 0;
    long rest = i;
    for (int axis = x.rank() - 3; axis >= 0; axis--) {
      at += rest % x.shape()[axis] * x.strides()[axis];
      rest /= x.shape()[axis];
    }
    var first = matrix(x);
    return new Matrix(first.base() + first.type().bytes() * at, first.type(), first.rows(), first.columns());
  }
}
