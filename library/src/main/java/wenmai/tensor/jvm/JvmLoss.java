package wenmai.tensor.jvm;

import static wenmai.tensor.jvm.Strided.dense;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import wenmai.tensor.Criterion;
import wenmai.tensor.DType;
import wenmai.tensor.Unary;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Parallel;

/// What rows of logits cost, and their slopes in the place of the logits.
final class JvmLoss {
  private static final int GRAIN = 2048;

  private JvmLoss() {}

  static JvmArray of(Kernels kernels, JvmArray logits, JvmArray b, Criterion criterion, double share) {
    return dense(b, targets -> {
      int n = (int) logits.size(1);
      int rows = (int) logits.size(2);
      var costs = new double[rows];
      Parallel.ranges(rows, Math.max(1, GRAIN / n), (from, to) -> {
        for (int r = (int) from; r < to; r++) {
          var row = new Row(kernels, logits.block().memory().asSlice(4 * (logits.offset() + (long) r * n), 4L * n));
          costs[r] = row.intoSlope(target(targets, r, n), criterion, (float) share);
        }
      });
      double sum = 0;
      for (double cost : costs) {
        sum += cost;
      }
      var total = JvmArray.of(DType.F32);
      Elements.of(total).set(0, (float) (sum * (float) share));
      return total;
    });
  }

  private static long target(JvmArray targets, int r, int limit) {
    long target = targets.block().memory().getAtIndex(ValueLayout.JAVA_LONG, targets.offset() + r);
    if (target >= limit) {
      throw new IllegalArgumentException("target " + target + " must be below " + limit);
    }
    return target;
  }

  /// A row of logits [V].
  private record Row(Kernels kernels, MemorySegment memory) {

    double intoSlope(long target, Criterion criterion, float share) {
      if (target < 0) {
        memory.fill((byte) 0);
        return 0;
      }
      return switch (criterion) {
        case Criterion.CrossEntropy c -> crossEntropy(target, c, share);
        case Criterion.Binary(double bias) -> binary(target, (float) bias, share);
      };
    }

    /// log Z − Σ qᵥ xᵥ + z log² Z; softmax(x) (1 + 2 z log Z) − q
    private double crossEntropy(long target, Criterion.CrossEntropy c, float share) {
      long x = memory.address();
      double score = (1 - c.smoothing()) * get(target) + (c.smoothing() == 0 ? 0 : c.smoothing() * kernels.sum(x, size()) / size());
      float max = kernels.max(x, size());
      float sum = kernels.expSum(x, max, x, size());
      double logZ = Math.log(sum) + max;
      kernels.affine(x, (float) (share * (1 + 2 * c.zLoss() * logZ)) / sum, (float) (-share * c.smoothing() / size()), x, size());
      set(target, get(target) - (float) (share * (1 - c.smoothing())));
      return logZ - score + c.zLoss() * logZ * logZ;
    }

    /// Of x with the bias: Σ log(1 + eˣ) − xₜ; σ(x), less 1 at t
    private double binary(long target, float bias, float share) {
      long x = memory.address();
      kernels.affine(x, 1, bias, x, size());
      double cost = -get(target);
      for (int v = 0; v < size(); v++) {
        float value = get(v);
        cost += Math.max(0, value) + Math.log1p(Math.exp(-Math.abs(value)));
      }
      kernels.unary(Unary.SIGMOID, x, x, size());
      kernels.affine(x, share, 0, x, size());
      set(target, get(target) - share);
      return cost;
    }

    private int size() {
      return (int) (memory.byteSize() / 4);
    }

    private float get(long v) {
      return memory.getAtIndex(ValueLayout.JAVA_FLOAT, v);
    }

    private void set(long v, float value) {
      memory.setAtIndex(ValueLayout.JAVA_FLOAT, v, value);
    }
  }
}
