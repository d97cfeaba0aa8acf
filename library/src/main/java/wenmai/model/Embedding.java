package wenmai.model;

import org.jspecify.annotations.Nullable;
import wenmai.tensor.Tensor;

/// x = E[id], and where positions are learned (Radford 2018) + P[position]: what a token is, and where it stands.
public final class Embedding extends Layer {
  private final Tensor tokens;                                                       // [V,D]
  private final @Nullable Tensor positions;                                          // [context,D]

  public Embedding(Weights weights, DecoderConfig c) {
    var start = new Weights.Start.Normal(c.deviation());
    tokens = weights.get("model.embed_tokens.weight", start, c.vocabulary(), c.width());
    positions = c.rotary() ? null : weights.get("model.embed_positions.weight", start, c.context(), c.width());
  }

  @Override
  protected Tensor forward(Tensor ids, Pass pass) {                                  // [B,T]
    var x = tokens.rows(ids);                                                        // [B,T,D]
    return positions == null ? x : x.add(positions.narrow(0, pass.cache().length(), ids.size(1)));
  }

  /// A vector for each token: what an output layer [ties][DecoderConfig#tied] to.
  Tensor tokens() {
    return tokens;
  }
}
