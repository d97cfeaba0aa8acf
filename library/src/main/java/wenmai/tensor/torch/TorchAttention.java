package wenmai.tensor.torch;

import static wenmai.tensor.torch.Native.number;
import static wenmai.tensor.torch.TorchArray.keep;
import static wenmai.tensor.torch.TorchArray.singles;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.Array;
import wenmai.tensor.Device.Attending;
import wenmai.tensor.Precision;

/// Attention by libtorch's products, with all T × S scores of a layer in memory while it runs; the backward pass computes
/// them once more, from the log-sum-exp. Dao 2022, "FlashAttention", appendix B (the formulas of the gradients). On a GPU
/// [FusedAttention], for what it takes.
///
/// Axes: B batch · T new · S seen · N query heads · K key-value heads · G = N/K heads that share keys · H head width
final class TorchAttention {
  private final TorchDevice device;
  private final FusedAttention fused;
  private final boolean gpu;

  TorchAttention(TorchDevice device, boolean gpu) {
    this.device = device;
    this.gpu = gpu;
    fused = new FusedAttention(device);
  }

  /// Has the GPU kernels for this type?
  boolean fuses(Precision precision) {
    return gpu && fused.runs(precision);
  }

  private boolean fuses(Attending a, Sight sight) {
    return gpu && FusedAttention.takes(a, sight);
  }

  /// The sizes of one call by products, its tensors, and which keys are hidden from which queries.
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
    final @Nullable Tensor hidden;                                                   // [1 or B,1,T,S]

    Call(Attending a, Sight sight) {
      this.a = a;
      batch = a.q().shape()[0];
      heads = a.q().shape()[1];
      queries = a.q().shape()[2];
      width = a.q().shape()[3];
      keys = a.k().shape()[2];
      k = singles(a.k());
      v = singles(a.v());
      q = shared(singles(a.q()));
      hidden = sight.hidden(device);
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
  }

  Array[] attend(Attending a) {
    return Native.call(() -> {
      var sight = Sight.of(a);
      return fuses(a, sight) ? fused.attend(a, sight) : attend(new Call(a, sight));
    });
  }

  private static Array[] attend(Call c) {
    var logSumExp = c.scores().logsumexp(-1);                                        // [B,N,T]
    var weights = c.drop(c.weights(logSumExp));
    var out = c.apart(c.shared(weights).matmul(c.v));                                // [B,N,T,H]
    return new Array[] {keep(out), keep(logSumExp)};
  }

  /// Always by products: the kernels of a GPU leave none.
  Array weights(Attending a) {
    return Native.kept(() -> {
      var c = new Call(a, Sight.of(a));
      return c.weights(c.scores().logsumexp(-1));
    });
  }

  Array[] gradients(Attending a, Tensor out, Tensor logSumExp, Tensor g) {
    return Native.call(() -> {
      var sight = Sight.of(a);
      return fuses(a, sight) ? fused.gradients(a, sight, out, logSumExp, g) : gradients(new Call(a, sight), out, logSumExp, g);
    });
  }

  /// P = softmax; gV = Pᵀ G; gP = G Vᵀ; gS = P ⊙ (gP − rows of G · out); gQ = gS K / √H; gK = gSᵀ Q / √H.
  private static Array[] gradients(Call c, Tensor out, Tensor logSumExp, Tensor g) {
    var p = c.weights(logSumExp);                                                    // [B,N,T,S]
    var gShared = c.shared(g);                                                       // [B,K,G·T,H]
    var gv = c.shared(c.drop(p)).transpose(-2, -1).matmul(gShared);                  // [B,K,S,H]
    var gp = c.drop(c.apart(gShared.matmul(c.v.transpose(-2, -1))));                 // [B,N,T,S]
    var along = g.mul(out).sum(new long[] {-1}, true, new ScalarTypeOptional());
    var gs = gp.sub_(along).mul_(p);                                                 // [B,N,T,S]
    var gBias = c.a.bias() == null ? null : keep(gs.sum(0));
    var gScores = c.shared(gs.mul(c.scale()));                                       // [B,K,G·T,S]
    var gq = keep(c.apart(gScores.matmul(c.k)));
    var gk = keep(gScores.transpose(-2, -1).matmul(c.q));
    return gBias == null ? new Array[] {gq, gk, keep(gv)} : new Array[] {gq, gk, keep(gv), gBias};
  }
}
