package wenmai.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.Device;
import wenmai.tensor.Scope;
import wenmai.tensor.Tape;
import wenmai.tensor.Tensor;

/// The model that writes: from the ids so far to a score for every next one. Radford 2018 · Touvron 2023.
public final class Decoder implements AutoCloseable {
  private final DecoderConfig config;
  private final Weights weights;
  private final Embedding embedding;
  private final @Nullable Rope rope;
  private final List<Block> blocks = new ArrayList<>();
  private final Norm norm;
  private final Tensor head;                                                         // [V,D]

  public Decoder(DecoderConfig c, Weights weights) {
    config = c;
    this.weights = weights;
    embedding = new Embedding(weights, c);
    rope = c.rotary() ? new Rope(weights.device(), c) : null;
    for (int layer = 0; layer < c.layers(); layer++) {
      blocks.add(new Block(weights, c, layer, rope));
    }
    norm = new Norm(weights, "model.norm", c);
    head = c.tied() ? embedding.tokens()
        : weights.get("lm_head.weight", new Weights.Start.Normal(c.deviation()), c.vocabulary(), c.width());
  }

  public DecoderConfig config() {
    return config;
  }

  public Weights weights() {
    return weights;
  }

  public Device device() {
    return weights.device();
  }

  /// Ids [B,T] → hidden states [B,T,D], after the last norm.
  public Tensor hidden(Tensor ids, Pass pass) {
    return Scope.run(() -> {
      var x = embedding.apply(ids, pass).dropout(pass.dropout("embedding", 0));      // [B,T,D]
      for (int layer = 0; layer < blocks.size(); layer++) {
        var block = blocks.get(layer);
        x = layer < pass.recomputed() ? Tape.checkpoint(x, y -> block.apply(y, pass)) : block.apply(x, pass);
      }
      return norm.apply(x, pass);                                                    // [B,T,D]
    });
  }

  /// Hidden states [..,D] → a score for every token [..,V].
  public Tensor logits(Tensor hidden) {
    return hidden.linear(head);
  }

  /// A vector for each token, as the input layer has it.
  public Tensor words() {                                                            // [V,D]
    return embedding.tokens();
  }

  /// The output layer: a vector [D] for each token, compared with hidden states.
  public Tensor head() {                                                             // [V,D]
    return head;
  }

  public long parameters() {
    return weights.all().values().stream().mapToLong(Tensor::elements).sum();
  }

  @Override
  public void close() {
    weights.close();
    if (rope != null) {
      rope.close();
    }
  }
}
