package wenmai.model;

import org.jspecify.annotations.Nullable;
import wenmai.tensor.Tensor;

/// x ← x + attention(norm(x)); x ← x + feedForward(norm(x)). Xiong 2020 (norms first).
public final class Block extends Layer {
  private final int layer;
  private final Norm attentionNorm;
  private final Attention attention;
  private final Norm feedForwardNorm;
  private final FeedForward feedForward;

  Block(Weights weights, DecoderConfig c, int layer, @Nullable Rope rope) {
    var name = "model.layers." + layer;
    this.layer = layer;
    attentionNorm = new Norm(weights, name + ".input_layernorm", c);
    attention = new Attention(weights, name + ".self_attn", c, layer, rope);
    feedForwardNorm = new Norm(weights, name + ".post_attention_layernorm", c);
    feedForward = new FeedForward(weights, name + ".mlp", c);
  }

  @Override
  protected Tensor forward(Tensor x, Pass pass) {                                    // [B,T,D]
    var mixed = attention.apply(attentionNorm.apply(x, pass), pass);
    var y = x.add(mixed.dropout(pass.dropout("mixed", layer)));
    var thought = feedForward.apply(feedForwardNorm.apply(y, pass), pass);
    return y.add(thought.dropout(pass.dropout("thought", layer)));
  }
}
