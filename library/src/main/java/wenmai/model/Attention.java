package wenmai.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.Bias;
import wenmai.tensor.Scope;
import wenmai.tensor.Tensor;

/// y = softmax(mask(q kᵀ / √H)) v Wₒ    Vaswani 2017 eq. 1 · Su 2021 eq. 34 (rotary) · Ainslie 2023 §2 (grouped heads)
public final class Attention extends Layer {
  private final DecoderConfig c;
  private final int layer;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;
  private final @Nullable Rope rope;

  Attention(Weights weights, String name, DecoderConfig c, int layer, @Nullable Rope rope) {
    this.c = c;
    this.layer = layer;
    this.rope = rope;
    query = new Linear(weights, name + ".q_proj", c.width(), c.heads() * c.headWidth(), c.bias(), c.deviation());
    key = new Linear(weights, name + ".k_proj", c.width(), c.kvHeads() * c.headWidth(), c.bias(), c.deviation());
    value = new Linear(weights, name + ".v_proj", c.width(), c.kvHeads() * c.headWidth(), c.bias(), c.deviation());
    output = new Linear(weights, name + ".o_proj", c.heads() * c.headWidth(), c.width(), c.bias(), c.residualDeviation());
  }

  /// What each head asks (q [B,N,T,H]), is asked for (k [B,K,T,H]) and has to say (v [B,K,T,H]).
  public record Heads(Tensor q, Tensor k, Tensor v) implements Scope.Bundle {
    @Override
    public List<Tensor> tensors() {
      return List.of(q, k, v);
    }
  }

  Heads heads(Tensor x, Pass pass) {                                                 // [B,T,D]
    var q = turn(split(query.apply(x, pass), c.heads()), pass);                      // [B,N,T,H]
    var k = turn(split(key.apply(x, pass), c.kvHeads()), pass);                      // [B,K,T,H]
    var v = split(value.apply(x, pass), c.kvHeads());                                // [B,K,T,H]
    return new Heads(q, k, v);
  }

  @Override
  protected Tensor forward(Tensor x, Pass pass) {                                    // [B,T,D]
    var h = heads(x, pass);
    var seen = pass.cache().append(layer, h.k(), h.v());                             // [B,K,S,H]
    var dropout = pass.dropout("attention", layer);
    var mask = c.sight(pass.mask());
    var mixed = h.q().attend(seen.keys(), seen.values(), mask, Bias.NONE, dropout, pass.precision()).out();   // [B,N,T,H]
    return output.apply(join(mixed), pass);                                          // [B,T,D]
  }

  private Tensor turn(Tensor x, Pass pass) {
    return rope == null ? x : rope.turn(x, pass.cache().length());
  }

  private Tensor split(Tensor x, int heads) {
    return split(x, heads, c.headWidth());
  }

  static Tensor split(Tensor x, int heads, int headWidth) {                          // [B,T,N·H] → [B,N,T,H]
    return x.reshape(x.size(0), x.size(1), heads, headWidth).transpose(1, 2);
  }

  static Tensor join(Tensor x) {                                             // [B,N,T,H] → [B,T,N·H]
    return x.transpose(1, 2).reshape(x.size(0), x.size(2), -1);
  }
}
