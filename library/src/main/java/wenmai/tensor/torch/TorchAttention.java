package wenmai.tensor.torch;

import static wenmai.tensor.torch.Native.number;
import static wenmai.tensor.torch.TorchArray.at;
import static wenmai.tensor.torch.TorchArray.singles;

import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.Array;
import wenmai.tensor.DType;
import wenmai.tensor.Device.Attending;
import wenmai.tensor.Mask;
import wenmai.tensor.torch.FusedAttention.Operands;

/// Attention by libtorch's products, with all T × S scores of a layer in memory while it runs; the backward pass computes
/// them once more, from the log-sum-exp. Dao 2022, "FlashAttention", appendix B (the formulas of the gradients). On a GPU
/// [FusedAttention], but for a bias, odd heads, and queries that see nothing.
///
/// Axes: B batch · T new · S seen · N query heads · K key-value heads · G = N/K heads that share keys · H head width
final class TorchAttention {
  private final TorchDevice device;

  TorchAttention(TorchDevice device) {
    this.device = device;
  }

  /// The sizes of one call, its tensors, and which keys are hidden from which queries.
  private final class Call {
    final Attending a;
    final long batch;
    final long heads;
    final long queries;
    final long width;
    final long keys;
    final Tensor q;                                                                  // [B,K,G·T,H]
    final Tensor k;                                                                  // [B,K,S,H]
    final Tensor v;                                                                  // [B,K,S,H]
    final boolean causal;
    final boolean fused;
    final @Nullable Tensor hidden;                                                   // [1 or B,1,T,S]

    Call(Attending a) {
      this.a = a;
      batch = a.q().shape()[0];
      heads = a.q().shape()[1];
      queries = a.q().shape()[2];
      width = a.q().shape()[3];
      keys = a.k().shape()[2];
      k = singles(a.k());
      v = singles(a.v());
      q = shared(singles(a.q()));
      causal = a.mask() instanceof Mask.Causal && queries == keys;
      fused = device.onGpu() && a.bias() == null && FusedAttention.takes(width) && (causal || everyQuerySees());
      hidden = fused && causal ? null : hidden();
    }

    private boolean everyQuerySees() {
      for (int i = 0; i < batch * queries; i++) {
        int row = (int) (i / queries);
        int t = (int) (i % queries);
        int to = a.mask().to(row, t, (int) queries, (int) keys);
        if (a.mask().from(row, t, (int) queries, (int) keys) >= to && Math.min(a.mask().sinks(), to) <= 0) {
          return false;
        }
      }
      return true;
    }

    /// Queries, keys and values for the kernels of a GPU.
    Operands operands() {
      var type = TorchArray.type(a.precision());
      return new Operands(at(a.q()).to(type), each(k.to(type)), each(v.to(type)),
          hidden == null ? null : FusedAttention.aligned(hidden, type), causal, a.dropout());
    }

    /// [B,K,S,H] → [B,N,S,H]: heads that are shared, once for each head of queries.
    private Tensor each(Tensor x) {
      return x.unsqueeze(2).expand(batch, x.size(1), heads / x.size(1), keys, width).reshape(batch, heads, keys, width);
    }

    /// [B,N,S,H] → [B,K,S,H]: the sum over the heads of queries that share a head.
    Array together(Tensor g) {
      return TorchArray.keep(g.reshape(batch, k.size(1), heads / k.size(1), keys, width).sum(2).to(ScalarType.Float));
    }

    /// [B,N,T,..] → [B,K,G·T,..]: the queries that share a head of keys, one after the other.
    Tensor shared(Tensor x) {
      return x.reshape(batch, k.size(1), heads / k.size(1) * queries, x.size(-1));
    }

    Tensor apart(Tensor x) {
      return x.reshape(batch, heads, queries, x.size(-1));
    }

    /// q kᵀ / √H + bias, −∞ where hidden [B,N,T,S]
    Tensor scores() {
      var scores = apart(q.matmul(k.transpose(-2, -1)).mul_(scale()));
      if (a.bias() != null) {
        scores.add_(singles(a.bias()));
      }
      return hide(scores, Double.NEGATIVE_INFINITY);
    }

    /// softmax(scores), 0 where hidden [B,N,T,S]
    Tensor weights(Tensor logSumExp) {
      return hide(scores().sub_(logSumExp.unsqueeze(-1)).exp_(), 0);
    }

    Tensor drop(Tensor weights) {
      return a.dropout().active() ? weights.mul(device.survivors(a.dropout(), batch, heads, queries, keys)) : weights;
    }

    Scalar scale() {
      return number(1 / Math.sqrt(width));
    }

    private Tensor hide(Tensor x, double value) {
      return hidden == null ? x : x.masked_fill_(hidden, number(value));
    }

    private @Nullable Tensor hidden() {
      boolean differ = a.mask() instanceof Mask.Lengths || a.mask() instanceof Mask.Documents || a.mask() instanceof Mask.Runs;
      int rows = differ ? (int) batch : 1;
      int steps = (int) queries;
      var from = new long[rows * steps];
      var to = new long[rows * steps];
      boolean any = false;
      for (int i = 0; i < from.length; i++) {
        from[i] = a.mask().from(i / steps, i % steps, steps, (int) keys);
        to[i] = a.mask().to(i / steps, i % steps, steps, (int) keys);
        any |= from[i] > 0 || to[i] < keys;
      }
      if (!any) {
        return null;
      }
      var key = torch.arange(new Scalar(keys), device.options(DType.I64));           // [S]
      var early = key.lt(ids(from, rows)).logical_and(key.ge(new Scalar(a.mask().sinks())));
      return early.logical_or(key.ge(ids(to, rows)));
    }

    private Tensor ids(long[] values, long rows) {                                   // [rows,1,T,1]
      return device.tensor(MemorySegment.ofArray(values), DType.I64, rows, 1, queries, 1);
    }
  }

  Array[] attend(Attending attending) {
    return Native.call(() -> {
      var c = new Call(attending);
      if (c.fused) {
        var results = FusedAttention.attend(c.operands(), device.generator());
        return new Array[] {TorchArray.keep(results[0].to(ScalarType.Float)), TorchArray.keep(results[1])};
      }
      var logSumExp = c.scores().logsumexp(-1);                                      // [B,N,T]
      var weights = c.drop(c.weights(logSumExp));
      var out = c.apart(c.shared(weights).matmul(c.v));                              // [B,N,T,H]
      return new Array[] {TorchArray.keep(out), TorchArray.keep(logSumExp)};
    });
  }

  Array weights(Attending attending) {
    return Native.kept(() -> {
      var c = new Call(attending);
      return c.weights(c.scores().logsumexp(-1));
    });
  }

  /// P = softmax; gV = Pᵀ G; gP = G Vᵀ; gS = P ⊙ (gP − rows of G · out); gQ = gS K / √H; gK = gSᵀ Q / √H.
  Array[] gradients(Attending attending, Tensor out, Tensor logSumExp, Tensor g) {
    return Native.call(() -> {
      var c = new Call(attending);
      if (c.fused) {
        var o = c.operands();
        var gradients = FusedAttention.gradients(o, out.to(o.q().scalar_type()), logSumExp, g.to(o.q().scalar_type()));
        return new Array[] {TorchArray.keep(gradients[0].to(ScalarType.Float)), c.together(gradients[1]), c.together(gradients[2])};
      }
      var p = c.weights(logSumExp);                                                  // [B,N,T,S]
      var gShared = c.shared(g);                                                     // [B,K,G·T,H]
      var gv = c.shared(c.drop(p)).transpose(-2, -1).matmul(gShared);                // [B,K,S,H]
      var gp = c.drop(c.apart(gShared.matmul(c.v.transpose(-2, -1))));               // [B,N,T,S]
      var along = g.mul(out).sum(new long[] {-1}, true, new ScalarTypeOptional());
      var gs = gp.sub_(along).mul_(p);                                               // [B,N,T,S]
      var gBias = attending.bias() == null ? null : TorchArray.keep(gs.sum(0));
      var gScores = c.shared(gs.mul(c.scale()));                                     // [B,K,G·T,S]
      var gq = TorchArray.keep(c.apart(gScores.matmul(c.k)));
      var gk = TorchArray.keep(gScores.transpose(-2, -1).matmul(c.q));
      return gBias == null ? new Array[] {gq, gk, TorchArray.keep(gv)} : new Array[] {gq, gk, TorchArray.keep(gv), gBias};
    });
  }
}
