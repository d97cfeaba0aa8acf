package wenmai.model;

import static wenmai.model.Attention.join;

import java.util.Objects;
import wenmai.tensor.Bias;
import wenmai.tensor.Tensor;

/// y = softmax(mask(q kᵀ / √H)) v Wₒ, where the text that is written asks, and the one that was read is asked. Vaswani 2017
/// §3.2.3. Positions of two texts do not compare, so nothing is turned (Raffel 2019 §2.1).
final class CrossAttention extends Layer {
  private final DecoderConfig c;
  private final int layer;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;

  CrossAttention(Weights weights, String name, DecoderConfig c, int layer) {
    this.c = c;
    this.layer = layer;
    query = new Linear(weights, name + ".q_proj", c.width(), c.heads() * c.headWidth(), c.bias(), c.deviation());
    key = new Linear(weights, name + ".k_proj", c.width(), c.kvHeads() * c.headWidth(), c.bias(), c.deviation());
    value = new Linear(weights, name + ".v_proj", c.width(), c.kvHeads() * c.headWidth(), c.bias(), c.deviation());
    output = new Linear(weights, name + ".o_proj", c.heads() * c.headWidth(), c.width(), c.bias(), c.residualDeviation());
  }

  @Override
  protected Tensor forward(Tensor x, Pass pass) {                                    // [B,T,D]
    var read = Objects.requireNonNull(pass.memory(), "nothing was read");            // [B,S,D]
    var q = split(query.apply(x, pass), c.heads());                                  // [B,N,T,H]
    var k = split(key.apply(read.states(), pass), c.kvHeads());                      // [B,K,S,H]
    var v = split(value.apply(read.states(), pass), c.kvHeads());                    // [B,K,S,H]
    var mixed = q.attend(k, v, read.mask(), Bias.NONE, pass.dropout("reading", layer), pass.precision()).out();
    return output.apply(join(mixed), pass);                                          // [B,T,D]
  }

  private Tensor split(Tensor x, int heads) {
    return Attention.split(x, heads, c.headWidth());
  }
}
