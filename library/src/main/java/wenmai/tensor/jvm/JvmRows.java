package wenmai.tensor.jvm;

import static wenmai.tensor.jvm.Strided.dense;
import static wenmai.tensor.jvm.Strided.like;
import static wenmai.tensor.jvm.Strided.singles;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import wenmai.tensor.DType;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Parallel;

/// What is computed row by row along the last axis: norms, softmax, lookups; and their gradients.
final class JvmRows {
  private static final int GRAIN = 2048;
  /// Weight gradients are summed within runs of so many rows, then over the runs, so that the sums do not depend on threads.
  private static final int RUN = 128;

  private JvmRows() {}

  /// 1 / √(mean(x²) + ε)
  static float inverseRoot(Kernels kernels, long x, int n, double epsilon) {
    return (float) (1 / Math.sqrt(kernels.dot(x, x, n) / (double) n + epsilon));
  }

  private static float inverseDeviation(Kernels kernels, long x, float mean, int n, double epsilon) {
    return (float) (1 / Math.sqrt(kernels.deviations(x, mean, n) / (double) n + epsilon));
  }

  /// y = (x − mean) / √(variance + ε) ⊙ w
  static void layerNorm(Kernels kernels, long x, long w, long y, int n, double epsilon) {
    float mean = kernels.sum(x, n) / n;
    float inverse = inverseDeviation(kernels, x, mean, n, epsilon);
    kernels.shiftedProduct(w, x, mean, y, n);
    kernels.affine(y, inverse, 0, y, n);
  }

  /// y = (x − mean) / √(variance + ε); returns 1 / √(variance + ε).
  private static float standardize(Kernels kernels, long x, long y, int n, double epsilon) {
    float mean = kernels.sum(x, n) / n;
    float inverse = inverseDeviation(kernels, x, mean, n, epsilon);
    kernels.affine(x, 1, -mean, y, n);
    kernels.affine(y, inverse, 0, y, n);
    return inverse;
  }

  /// One row of a norm's gradient: gx from x, w and g, and w's own gradient, added.
  private interface NormRow {
    void row(long x, long g, long gx, long slope, long scratch, int n);
  }

  private static JvmArray normGrad(Kernels kernels, JvmArray a, JvmArray b, JvmArray weightGrad, NormRow body) {
    return singles(a, x -> dense(b, g -> {
      var gx = like(x);
      int n = (int) x.size(1);
      long rows = x.elements() / n;
      int runs = (int) ((rows + RUN - 1) / RUN);
      var slopes = JvmArray.zeros(runs, n);
      Parallel.run(runs, run -> {
        var scratch = JvmArray.of(DType.F32, n);
        for (long r = (long) run * RUN; r < Math.min(rows, (run + 1L) * RUN); r++) {
          long at = 4 * r * n;
          body.row(x.address() + at, g.address() + at, gx.address() + at, slopes.address() + 4L * run * n, scratch.address(), n);
        }
        scratch.free();
      });
      for (int run = 0; run < runs; run++) {
        kernels.accumulate(weightGrad.address(), slopes.address() + 4L * run * n, n);
      }
      slopes.free();
      return gx;
    }));
  }

  /// With ĝ = g ⊙ w and r = 1/√(mean(x²) + ε):  gx = r ĝ − x r³ mean(ĝ ⊙ x),  gw = r Σ g ⊙ x.
  static JvmArray rmsNormGrad(Kernels kernels, JvmArray a, JvmArray weight, double epsilon, JvmArray b, JvmArray weightGrad) {
    return singles(weight, w -> normGrad(kernels, a, b, weightGrad, (x, g, gx, slope, scratch, n) -> {
      float r = inverseRoot(kernels, x, n, epsilon);
      float c = -r * r * r * kernels.dot(g, w.address(), x, n) / n;
      kernels.productPlus(r, g, w.address(), c, x, gx, n);
      kernels.productPlus(r, g, x, 1, slope, slope, n);
    }));
  }

  /// With x̂ the standardized x:  gx = r (ĝ − mean(ĝ) − x̂ mean(ĝ ⊙ x̂)),  gw = Σ g ⊙ x̂.
  static JvmArray layerNormGrad(Kernels kernels, JvmArray a, JvmArray weight, double epsilon, JvmArray b, JvmArray weightGrad) {
    return singles(weight, w -> normGrad(kernels, a, b, weightGrad, (x, g, gx, slope, hat, n) -> {
      float r = standardize(kernels, x, hat, n, epsilon);
      float mean = kernels.dot(g, w.address(), n) / n;
      float along = kernels.dot(g, w.address(), hat, n) / n;
      kernels.productPlus(r, g, w.address(), -r * along, hat, gx, n);
      kernels.affine(gx, 1, -r * mean, gx, n);
      kernels.productPlus(1, g, hat, 1, slope, slope, n);
    }));
  }

  /// gx = y ⊙ (g − Σ y g)
  static JvmArray softmaxGrad(Kernels kernels, JvmArray b, JvmArray c) {
    return dense(b, y -> dense(c, g -> {
      var out = like(y);
      int n = (int) y.size(1);
      Parallel.ranges(y.elements() / n, Math.max(1, GRAIN / n), (from, to) -> {
        for (long r = from; r < to; r++) {
          long at = 4 * r * n;
          float sum = kernels.dot(y.address() + at, g.address() + at, n);
          kernels.shiftedProduct(y.address() + at, g.address() + at, sum, out.address() + at, n);
        }
      });
      return out;
    }));
  }

  static JvmArray rows(JvmArray t, JvmArray a) {
    return dense(t, table -> dense(a, ids -> {
      int n = (int) table.size(1);
      var shape = Arrays.copyOf(ids.shape(), ids.rank() + 1);
      shape[ids.rank()] = n;
      var found = JvmArray.of(table.type(), shape);
      long bytes = (long) n * table.type().bytes();
      Parallel.ranges(ids.elements(), Math.max(1, GRAIN / n), (first, end) -> {
        for (long i = first; i < end; i++) {
          MemorySegment.copy(table.block().memory(), table.offset() * table.type().bytes() + bytes * id(ids, i, table.size(2)),
              found.block().memory(), bytes * i, bytes);
        }
      });
      if (found.type() == DType.F32) {
        return found;
      }
      var wide = Strided.converted(found, DType.F32);
      found.free();
      return wide;
    }));
  }

  /// Ids may repeat, so they are taken one after another.
  static void accumulateRows(Kernels kernels, JvmArray to, JvmArray a, JvmArray b) {
    int n = (int) to.size(1);
    dense(a, ids -> dense(b, g -> {
      for (long i = 0; i < ids.elements(); i++) {
        kernels.accumulate(to.address() + 4 * id(ids, i, to.size(2)) * n, g.address() + 4 * i * n, n);
      }
      return to;
    }));
  }

  private static long id(JvmArray ids, long i, long limit) {
    long id = ids.block().memory().getAtIndex(ValueLayout.JAVA_LONG, ids.offset() + i);
    if (id < 0 || id >= limit) {
      throw new IllegalArgumentException("id " + id + " must be from 0 to below " + limit);
    }
    return id;
  }
}
