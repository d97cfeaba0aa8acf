package wenmai.tensor.jvm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import wenmai.tensor.DType;
import wenmai.tensor.kernel.AttentionHead;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Kernels.Matrix;

/// Attention of one query after another, all its keys at once: how a token is decoded, and how probabilities are looked at.
record FewQueries(Kernels kernels, AttentionHead h) {

  /// What a query sees: [0, sinks) and [from, to), one after the other in its row of scores.
  private record Seen(int sinks, int from, int to) {
    static Seen of(AttentionHead h, int t) {
      int to = Math.max(0, h.mask().to(h.row(), t, h.queries(), h.keys()));
      int from = Math.min(to, h.mask().from(h.row(), t, h.queries(), h.keys()));
      return new Seen(Math.min(h.mask().sinks(), from), from, to);
    }

    int count() {
      return sinks + to - from;
    }
  }

  void attend(Matrix out, long logSumExp) {
    var scores = JvmArray.of(DType.F32, 1, h.keys());
    var row = Matrix.of(scores.address(), h.keys(), 1);
    for (int t = 0; t < h.queries(); t++) {
      var seen = Seen.of(h, t);
      address(logSumExp + 4L * t).set(ValueLayout.JAVA_FLOAT, 0, probabilities(t, seen, row));
      kernels.gemm(row.at(0, seen.sinks), h.v().at(seen.from, 0), out.at(t, 0), 1, h.width(), seen.to - seen.from, false);
      kernels.gemm(row, h.v(), out.at(t, 0), 1, h.width(), seen.sinks, true);
    }
    scores.free();
  }

  /// The probabilities themselves, to the rows of zeros [T,S].
  void weights(Matrix to) {
    var scores = JvmArray.of(DType.F32, 1, h.keys());
    for (int t = 0; t < h.queries(); t++) {
      var seen = Seen.of(h, t);
      probabilities(t, seen, Matrix.of(scores.address(), h.keys(), 1));
      kernels.affine(scores.address(), 1, 0, to.at(t, 0).base(), seen.sinks);
      kernels.affine(scores.address() + 4L * seen.sinks, 1, 0, to.at(t, seen.from).base(), seen.to - seen.from);
    }
    scores.free();
  }

  /// Fills the row; returns the log-sum-exp.
  private float probabilities(int t, Seen seen, Matrix row) {
    kernels.gemm(h.q().at(t, 0), h.k().transposed(), row, 1, seen.sinks, h.width(), false);
    kernels.gemm(h.q().at(t, 0), h.k().at(seen.from, 0).transposed(), row.at(0, seen.sinks), 1, seen.to - seen.from, h.width(),
        false);
    int n = seen.count();
    kernels.affine(row.base(), h.scale(), 0, row.base(), n);
    if (h.bias() != 0) {
      long bias = h.bias() + 4L * t * h.keys();
      kernels.accumulate(row.base(), bias, seen.sinks);
      kernels.accumulate(row.at(0, seen.sinks).base(), bias + 4L * seen.from, seen.to - seen.from);
    }
    float max = kernels.max(row.base(), n);
    float sum = kernels.expSum(row.base(), max, row.base(), n);
    kernels.affine(row.base(), sum == 0 ? 0 : 1 / sum, 0, row.base(), n);
    return (float) (max + Math.log(sum));
  }

  private static MemorySegment address(long at) {
    return MemorySegment.ofAddress(at).reinterpret(4);
  }
}
