package wenmai.model;

import org.jspecify.annotations.Nullable;
import wenmai.message.BadInput;
import wenmai.tensor.ActivationCheckpoint;
import wenmai.tensor.Residual;
import wenmai.tensor.Scope;
import wenmai.tensor.Tensor;

/// x ← x + attention(norm(x)); x ← x + feedForward(norm(x)). Xiong 2020 (norms first). Between the two, a block that
/// writes about a text that was read: x ← x + crossAttention(norm(x)).
public final class Block extends Layer {
  private final int layer;
  private final Norm attentionNorm;
  private final Attention attention;
  private final @Nullable Chain reading;
  private final Norm feedForwardNorm;
  private final FeedForward feedForward;

  /// A block to build with, over an [Embedding] that learns positions.
  public Block(Weights weights, DecoderConfig c, int layer) {
    if (c.rotary()) {
      throw new BadInput("rotary (true): a block by itself needs learned positions; use DecoderConfig.gpt or a Decoder",
          "rotary（true）：单独的块需要可学习的位置；请用 DecoderConfig.gpt，或用完整的 Decoder");
    }
    this(weights, "model", c, layer, null, false);
  }

  Block(Weights weights, String stack, DecoderConfig c, int layer, @Nullable Rope rope, boolean reads) {
    var name = stack + ".layers." + layer;
    this.layer = layer;
    attentionNorm = new Norm(weights, name + ".input_layernorm", c);
    attention = new Attention(weights, name + ".self_attn", c, layer, rope);
    reading = !reads ? null : new Chain(new Norm(weights, name + ".cross_layernorm", c),
        new CrossAttention(weights, name + ".cross_attn", c, layer));
    feedForwardNorm = new Norm(weights, name + ".post_attention_layernorm", c);
    feedForward = new FeedForward(weights, name + ".mlp", c);
  }

  /// What the attention of this block compares and mixes for x [B,T,D]: to look at.
  public Attention.Heads heads(Tensor x, Pass pass) {
    return Scope.run(() -> attention.heads(attentionNorm.apply(x, pass), pass));
  }

  @Override
  protected Tensor forward(Tensor x, Pass pass) {                                    // [B,T,D]
    return parts(pass).apply(x);
  }

  /// The same, of which a tape keeps the input and what attention made, and not the rest.
  Tensor recomputed(Tensor x, Pass pass) {
    return ActivationCheckpoint.of(x, parts(pass));
  }

  private Residual parts(Pass pass) {
    return new Residual(x -> mixed(x, pass), y -> feedForward.apply(feedForwardNorm.apply(y, pass), pass), pass.dropout("thought", layer));
  }

  private Tensor mixed(Tensor x, Pass pass) {                                        // [B,T,D]
    var mixed = attention.apply(attentionNorm.apply(x, pass), pass);
    var y = x.add(mixed.dropout(pass.dropout("mixed", layer)));
    return reading == null ? y : y.add(reading.apply(y, pass).dropout(pass.dropout("read", layer)));
  }
}
