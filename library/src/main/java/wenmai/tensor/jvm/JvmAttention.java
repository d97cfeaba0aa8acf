package wenmai.tensor.jvm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.Array;
import wenmai.tensor.DType;
import wenmai.tensor.Device.Attending;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Kernels.Matrix;
import wenmai.tensor.kernel.Parallel;

/// Attention, a block of queries of a head at a time: its scores against the keys that any of them sees, their softmax, and
/// the mix of values. So no more than BLOCK × S scores exist a thread; the backward pass computes them once more. Dao 2022,
/// "FlashAttention", appendix B (the formulas of the gradients).
///
/// Axes: B batch · T new · S seen · N query heads · K key-value heads · H head width
final class JvmAttention {
  private static final int BLOCK = 64;

  private final Kernels kernels;

  JvmAttention(Kernels kernels) {
    this.kernels = kernels;
  }

  /// The sizes of one call, its matrices head by head, and which keys a block of queries sees.
  private static final class Call {
    final JvmArray q;
    final JvmArray k;
    final JvmArray v;
    final Attending a;
    final int batch;
    final int heads;
    final int group;
    final int queries;
    final int keys;
    final int width;
    final float scale;

    Call(Attending a) {
      this.a = a;
      q = (JvmArray) a.q();
      k = (JvmArray) a.k();
      v = (JvmArray) a.v();
      batch = (int) q.shape()[0];
      heads = (int) q.shape()[1];
      queries = (int) q.shape()[2];
      width = (int) q.shape()[3];
      keys = (int) k.shape()[2];
      group = heads / (int) k.shape()[1];
      scale = (float) (1 / Math.sqrt(width));
    }

    int blocks() {
      return (queries + BLOCK - 1) / BLOCK;
    }

    static Matrix head(JvmArray x, int b, int n) {
      long first = x.offset() + b * x.strides()[0] + n * x.strides()[1];
      return new Matrix(x.block().memory().address() + first * x.type().bytes(), x.type(), x.strides()[2], x.strides()[3]);
    }
  }

  /// The keys that queries `first` to `end` of batch row `b` see, together: [0, sinks) and [from, to), as columns of a block
  /// of scores one after the other.
  private record Keys(int sinks, int from, int to) {
    static Keys of(Call c, int b, int first, int end) {
      int from = c.keys;
      int to = 0;
      for (int t = first; t < end; t++) {
        from = Math.min(from, c.a.mask().from(b, t, c.queries, c.keys));
        to = Math.max(to, c.a.mask().to(b, t, c.queries, c.keys));
      }
      from = Math.min(from, to);
      return new Keys(Math.min(c.a.mask().sinks(), from), from, to);
    }

    int count() {
      return sinks + to - from;
    }

    int column(int key) {
      return key - from + sinks;
    }

    /// c (+)= a × the rows of `x` that are these keys, transposed.
    void scores(Kernels kernels, Matrix rows, Matrix x, Matrix c, int m, int width) {
      kernels.gemm(rows, x.transposed(), c, m, sinks, width, false);
      kernels.gemm(rows, x.at(from, 0).transposed(), c.at(0, sinks), m, to - from, width, false);
    }

    /// c = weights × the rows of `x` that are these keys.
    void mix(Kernels kernels, Matrix weights, Matrix x, Matrix c, int m, int width, boolean add) {
      kernels.gemm(weights.at(0, sinks), x.at(from, 0), c, m, width, to - from, add);
      if (sinks > 0) {
        kernels.gemm(weights, x, c, m, width, sinks, true);
      }
    }

    /// The rows of `sum` that are these keys += weightsᵀ × x.
    void spread(Kernels kernels, Matrix weights, Matrix x, Matrix sum, int m, int width) {
      kernels.gemm(weights.at(0, sinks).transposed(), x, sum.at(from, 0), to - from, width, m, true);
      if (sinks > 0) {
        kernels.gemm(weights.transposed(), x, sum, sinks, width, m, true);
      }
    }
  }

  Array[] attend(Attending attending) {
    return withDenseBias(attending, this::attendAll);
  }

  private static <T> T withDenseBias(Attending a, Function<Attending, T> body) {
    return !(a.bias() instanceof JvmArray bias) ? body.apply(a)
        : Strided.singles(bias, dense -> body.apply(new Attending(a.q(), a.k(), a.v(), a.mask(), dense, a.dropout())));
  }

  private Array[] attendAll(Attending attending) {
    var c = new Call(attending);
    var out = sideBySide(c.batch, c.queries, c.heads, c.width);
    var logSumExp = JvmArray.of(DType.F32, c.batch, c.heads, c.queries);
    Parallel.run(c.batch * c.heads * c.blocks(), i -> {
      int b = i / c.blocks() / c.heads;
      int n = i / c.blocks() % c.heads;
      int first = i % c.blocks() * BLOCK;
      int end = Math.min(c.queries, first + BLOCK);
      var keys = Keys.of(c, b, first, end);
      var scores = JvmArray.of(DType.F32, end - first, Math.max(1, keys.count()));
      weigh(c, b, n, first, end, keys, scores, logSumExp);
      drop(c, b, n, first, end, keys, scores);
      keys.mix(kernels, matrix(scores), Call.head(c.v, b, n / c.group), Call.head(out, b, n).at(first, 0), end - first, c.width,
          false);
      scores.free();
    });
    return new Array[] {out, logSumExp};
  }

  Array weights(Attending attending) {
    var c = new Call(attending);
    var weights = JvmArray.zeros(c.batch, c.heads, c.queries, c.keys);
    var logSumExp = JvmArray.of(DType.F32, c.batch, c.heads, c.queries);
    for (int b = 0; b < c.batch; b++) {
      for (int n = 0; n < c.heads; n++) {
        for (int t = 0; t < c.queries; t++) {
          var keys = Keys.of(c, b, t, t + 1);
          var scores = JvmArray.of(DType.F32, 1, Math.max(1, keys.count()));
          weigh(c, b, n, t, t + 1, keys, scores, logSumExp);
          long row = Call.head(weights, b, n).at(t, 0).base();
          kernels.affine(scores.address(), 1, 0, row, keys.sinks());
          kernels.affine(scores.address() + 4L * keys.sinks(), 1, 0, row + 4L * keys.from(), keys.to() - keys.from());
          scores.free();
        }
      }
    }
    logSumExp.free();
    return weights;
  }

  /// Fills `scores` with the probabilities of a block of queries, and their log-sum-exp.
  private void weigh(Call c, int b, int n, int first, int end, Keys keys, JvmArray scores, JvmArray logSumExp) {
    rawScores(c, b, n, first, end, keys, scores);
    for (int t = first; t < end; t++) {
      long row = matrix(scores).at(t - first, 0).base();
      var seen = Seen.of(c, b, t, keys);
      seen.hideRest(row, keys.count());
      float max = Math.max(kernels.max(row, seen.sinks()), kernels.max(row + 4L * seen.from(), seen.count()));
      float sum = kernels.expSum(row, max, row, seen.sinks())
          + kernels.expSum(row + 4L * seen.from(), max, row + 4L * seen.from(), seen.count());
      kernels.affine(row, sum == 0 ? 0 : 1 / sum, 0, row, keys.count());
      Elements.of(logSumExp).set(((long) b * c.heads + n) * c.queries + t, (float) (max + Math.log(sum)));
    }
  }

  /// q kᵀ / √H + bias
  private void rawScores(Call c, int b, int n, int first, int end, Keys keys, JvmArray scores) {
    keys.scores(kernels, Call.head(c.q, b, n).at(first, 0), Call.head(c.k, b, n / c.group), matrix(scores), end - first, c.width);
    kernels.affine(scores.address(), c.scale, 0, scores.address(), scores.elements());
    if (c.a.bias() instanceof JvmArray bias) {
      for (int t = first; t < end; t++) {
        long from = bias.address() + 4 * ((long) n * c.queries + t) * c.keys;
        long row = matrix(scores).at(t - first, 0).base();
        kernels.accumulate(row, from, keys.sinks());
        kernels.accumulate(row + 4L * keys.sinks(), from + 4L * keys.from(), keys.to() - keys.from());
      }
    }
  }

  /// The columns of a block of scores that one query sees: [0, sinks) and [from, from + count).
  private record Seen(int sinks, int from, int count) {
    static Seen of(Call c, int b, int t, Keys keys) {
      int to = Math.max(0, c.a.mask().to(b, t, c.queries, c.keys));
      int from = Math.min(to, c.a.mask().from(b, t, c.queries, c.keys));
      return new Seen(Math.min(c.a.mask().sinks(), from), to == 0 ? 0 : keys.column(from), to - from);
    }

    /// Zeros where the query sees nothing.
    void hideRest(long row, int columns) {
      zero(row + 4L * sinks, from - sinks);
      zero(row + 4L * (from + count), columns - from - count);
    }

    private static void zero(long address, int n) {
      if (n > 0) {
        MemorySegment.ofAddress(address).reinterpret(4L * n).fill((byte) 0);
      }
    }
  }

  /// The same numbers dropped for the same seed, head and query, whatever the blocks.
  private static void drop(Call c, int b, int n, int first, int end, Keys keys, JvmArray weights) {
    var dropout = c.a.dropout();
    if (!dropout.active()) {
      return;
    }
    float kept = (float) (1 / (1 - dropout.rate()));
    int limit = (int) (dropout.rate() * (1 << 24));
    var memory = weights.block().memory();
    for (int t = first; t < end; t++) {
      var random = new SplittableRandom(dropout.seed().at(((long) b * c.heads + n) * c.queries + t).value());
      var seen = Seen.of(c, b, t, keys);
      long row = (long) (t - first) * keys.count();
      for (int j = 0; j < keys.count(); j++) {
        if (j < seen.sinks() || j >= seen.from() && j < seen.from() + seen.count()) {
          float value = memory.getAtIndex(ValueLayout.JAVA_FLOAT, row + j);
          memory.setAtIndex(ValueLayout.JAVA_FLOAT, row + j, random.nextInt() >>> 8 < limit ? 0 : value * kept);
        }
      }
    }
  }

  Array[] gradients(Attending attending, JvmArray out, JvmArray logSumExp, JvmArray g) {
    return withDenseBias(attending, a -> gradients(new Call(a), out, logSumExp, g));
  }

  private Array[] gradients(Call c, JvmArray out, JvmArray logSumExp, JvmArray g) {
    int kvHeads = c.heads / c.group;
    var gq = sideBySide(c.batch, c.queries, c.heads, c.width);
    var gk = zeroed(sideBySide(c.batch, c.keys, kvHeads, c.width));
    var gv = zeroed(sideBySide(c.batch, c.keys, kvHeads, c.width));
    var gBias = c.a.bias() == null ? null : JvmArray.zeros(c.heads, c.queries, c.keys);
    int together = gBias == null ? 1 : c.batch;  // rows that add to the same gradient of a bias, one after another
    Parallel.run(c.batch / together * kvHeads, i -> {
      int kv = i % kvHeads;
      for (int b = i / kvHeads * together; b < (i / kvHeads + 1) * together; b++) {
        for (int n = kv * c.group; n < (kv + 1) * c.group; n++) {
          for (int first = 0; first < c.queries; first += BLOCK) {
            block(c, b, n, first, Math.min(c.queries, first + BLOCK), out, logSumExp, g, gq, Call.head(gk, b, kv),
                Call.head(gv, b, kv), gBias);
          }
        }
      }
    });
    return gBias == null ? new Array[] {gq, gk, gv} : new Array[] {gq, gk, gv, gBias};
  }

  /// P = softmax; gV += Pᵀ G; gP = G Vᵀ; gS = P ⊙ (gP − rows of G · out); gQ = gS K / √H; gK += gSᵀ Q / √H.
  private void block(Call c, int b, int n, int first, int end, JvmArray out, JvmArray logSumExp, JvmArray g, JvmArray gq,
      Matrix gk, Matrix gv, @Nullable JvmArray gBias) {
    int rows = end - first;
    var keys = Keys.of(c, b, first, end);
    var p = JvmArray.of(DType.F32, rows, Math.max(1, keys.count()));
    var gp = JvmArray.of(DType.F32, rows, Math.max(1, keys.count()));
    var gHead = Call.head(g, b, n).at(first, 0);
    var q = Call.head(c.q, b, n).at(first, 0);
    weigh(c, b, n, first, end, keys, p, logSumExp);
    keys.scores(kernels, gHead, Call.head(c.v, b, n / c.group), matrix(gp), rows, c.width);
    if (c.a.dropout().active()) {
      var dropped = JvmArray.of(DType.F32, p.shape());
      Strided.copy(p, dropped);
      drop(c, b, n, first, end, keys, dropped);
      keys.spread(kernels, matrix(dropped), gHead, gv, rows, c.width);
      dropped.free();
      drop(c, b, n, first, end, keys, gp);
    } else {
      keys.spread(kernels, matrix(p), gHead, gv, rows, c.width);
    }
    var outHead = Call.head(out, b, n).at(first, 0);
    for (int t = 0; t < rows; t++) {
      float along = rowDot(gHead, outHead, t, c.width);
      kernels.shiftedProduct(matrix(p).at(t, 0).base(), matrix(gp).at(t, 0).base(), along, matrix(gp).at(t, 0).base(),
          keys.count());
    }
    if (gBias != null) {
      addBias(c, n, first, end, keys, gp, gBias);
    }
    kernels.affine(gp.address(), c.scale, 0, gp.address(), gp.elements());
    keys.mix(kernels, matrix(gp), Call.head(c.k, b, n / c.group), Call.head(gq, b, n).at(first, 0), rows, c.width, false);
    keys.spread(kernels, matrix(gp), q, gk, rows, c.width);
    p.free();
    gp.free();
  }

  private void addBias(Call c, int n, int first, int end, Keys keys, JvmArray gScores, JvmArray gBias) {
    for (int t = first; t < end; t++) {
      long to = gBias.address() + 4 * ((long) n * c.queries + t) * c.keys;
      long row = matrix(gScores).at(t - first, 0).base();
      kernels.accumulate(to, row, keys.sinks());
      kernels.accumulate(to + 4L * keys.from(), row + 4L * keys.sinks(), keys.to() - keys.from());
    }
  }

  private float rowDot(Matrix a, Matrix b, int row, int n) {
    if (a.columns() == 1 && b.columns() == 1) {
      return kernels.dot(a.at(row, 0).base(), b.at(row, 0).base(), n);
    }
    float sum = 0;
    for (int j = 0; j < n; j++) {
      sum += value(a.at(row, j)) * value(b.at(row, j));
    }
    return sum;
  }

  private static float value(Matrix at) {
    return MemorySegment.ofAddress(at.base()).reinterpret(4).get(ValueLayout.JAVA_FLOAT, 0);
  }

  private static Matrix matrix(JvmArray x) {
    return Matrix.of(x.address(), x.shape()[1], 1);
  }

  /// [B,heads,T,H] whose memory is [B,T,heads,H], so that joining the heads again moves nothing.
  private static JvmArray sideBySide(long batch, long steps, long heads, long width) {
    var x = JvmArray.of(DType.F32, batch, steps, heads, width);
    long[] strides = {steps * heads * width, width, heads * width, 1};
    return new JvmArray(x.block(), x.type(), 0, new long[] {batch, heads, steps, width}, strides);
  }

  private static JvmArray zeroed(JvmArray x) {
    x.block().memory().fill((byte) 0);
    return x;
  }
}
