package wenmai.tensor.jvm;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.Array;
import wenmai.tensor.Attended;
import wenmai.tensor.DType;
import wenmai.tensor.Device.Attending;
import wenmai.tensor.kernel.AttentionHead;
import wenmai.tensor.kernel.AttentionHead.Gradients;
import wenmai.tensor.kernel.Drop;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Kernels.Matrix;
import wenmai.tensor.kernel.Parallel;

/// Attention, head by head: forward a span of queries at a time, backward a head, or a part of its keys where heads are few.
/// Both by [Kernels], but for the few queries of decoding, which take one product with all keys each.
///
/// Axes: B batch · T new · S seen · N query heads · K key-value heads · H head width
final class JvmAttention {
  private static final int SPAN = Kernels.SPAN;
  /// Up to so many queries, lanes of queries would stand empty.
  private static final int FEW = 8;

  private final Kernels kernels;

  JvmAttention(Kernels kernels) {
    this.kernels = kernels;
  }

  /// The sizes of one call, and its matrices head by head.
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

    AttentionHead head(int b, int n) {
      return new AttentionHead(matrix(q, b, n), matrix(k, b, n / group), matrix(v, b, n / group), queries, keys, width, scale,
          a.mask(), b, bias(a.bias(), n), Drop.of(a.dropout(), a.dropout().seed().at((long) b * heads + n)), a.precision());
    }

    long bias(@Nullable Array scores, int n) {
      return scores instanceof JvmArray bias ? bias.address() + 4L * n * queries * keys : 0;
    }

    long logSumExp(JvmArray x, int b, int n) {
      return x.address() + 4 * ((long) b * heads + n) * queries;
    }
  }

  private static Matrix matrix(JvmArray x, int b, int n) {
    long first = x.offset() + b * x.strides()[0] + n * x.strides()[1];
    return new Matrix(x.block().memory().address() + first * x.type().bytes(), x.type(), x.strides()[2], x.strides()[3]);
  }

  private static <T> T withDenseBias(Attending a, Function<Attending, T> body) {
    return !(a.bias() instanceof JvmArray bias) ? body.apply(a)
        : Strided.singles(bias, dense -> body.apply(new Attending(a.q(), a.k(), a.v(), a.mask(), dense, a.dropout(), a.precision())));
  }

  Array[] attend(Attending attending) {
    return withDenseBias(attending, a -> {
      var c = new Call(a);
      var out = sideBySide(c.batch, c.queries, c.heads, c.width);
      var logSumExp = JvmArray.of(DType.F32, c.batch, c.heads, c.queries);
      boolean few = c.queries <= FEW && !a.dropout().active();
      int spans = (c.queries + SPAN - 1) / SPAN;
      Parallel.run(c.batch * c.heads * spans, i -> {
        int b = i / spans / c.heads;
        int n = i / spans % c.heads;
        int first = (spans - 1 - i % spans) * SPAN;   // the longest of a causal head first
        if (few) {
          new FewQueries(kernels, c.head(b, n)).attend(matrix(out, b, n), c.logSumExp(logSumExp, b, n));
        } else {
          kernels.attend(c.head(b, n), matrix(out, b, n), c.logSumExp(logSumExp, b, n), first, Math.min(c.queries, first + SPAN));
        }
      });
      return new Array[] {out, logSumExp};
    });
  }

  Array weights(Attending attending) {
    var c = new Call(attending);
    var weights = JvmArray.zeros(c.batch, c.heads, c.queries, c.keys);
    for (int b = 0; b < c.batch; b++) {
      for (int n = 0; n < c.heads; n++) {
        new FewQueries(kernels, c.head(b, n)).weights(matrix(weights, b, n));
      }
    }
    return weights;
  }

  Array[] gradients(Attending attending, JvmArray out, JvmArray logSumExp, JvmArray g) {
    return withDenseBias(attending, a -> gradients(new Call(a), out, logSumExp, g));
  }

  private Array[] gradients(Call c, JvmArray out, JvmArray logSumExp, JvmArray g) {
    int kvHeads = c.heads / c.group;
    var gk = zeroed(sideBySide(c.batch, c.keys, kvHeads, c.width));
    var gv = zeroed(sideBySide(c.batch, c.keys, kvHeads, c.width));
    var gBias = c.a.bias() == null ? null : JvmArray.zeros(c.heads, c.queries, c.keys);
    int together = gBias == null ? 1 : c.batch;  // rows that add to the same gradient of a bias, one after another
    int items = c.batch / together * kvHeads;
    int parts = gBias == null ? Attended.parts(items, c.keys) : 1;
    var gq = new JvmArray[parts];
    for (int part = 0; part < parts; part++) {
      gq[part] = sideBySide(c.batch, c.queries, c.heads, c.width);
    }
    Parallel.run(items * parts, i -> {
      int part = i % parts;
      int kv = i / parts % kvHeads;
      for (int b = i / parts / kvHeads * together; b < (i / parts / kvHeads + 1) * together; b++) {
        for (int n = kv * c.group; n < (kv + 1) * c.group; n++) {
          kernels.attendGrad(c.head(b, n), new Gradients(matrix(out, b, n), c.logSumExp(logSumExp, b, n), matrix(g, b, n),
              matrix(gq[part], b, n), matrix(gk, b, kv), matrix(gv, b, kv), c.bias(gBias, n)), part, parts);
        }
      }
    });
    for (int part = 1; part < parts; part++) {
      long more = gq[part].address();
      Parallel.ranges(gq[0].elements(), 1 << 14,
          (from, to) -> kernels.accumulate(gq[0].address() + 4 * from, more + 4 * from, to - from));
      gq[part].free();
    }
    return gBias == null ? new Array[] {gq[0], gk, gv} : new Array[] {gq[0], gk, gv, gBias};
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
