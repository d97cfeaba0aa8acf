package wenmai.model;

import wenmai.tensor.Tensor;

/// The model that writes: from the ids so far to a score for every next one. Radford 2018 · Touvron 2023.
public final class Decoder implements Backbone {
  private final DecoderConfig config;
  private final Weights weights;
  private final Embedding embedding;
  private final Stack stack;
  private final Tensor head;                                                         // [V,D]

  public Decoder(DecoderConfig c, Weights weights) {
    config = c;
    this.weights = weights;
    embedding = new Embedding(weights, c);
    stack = new Stack(weights, "model", c, false);
    head = embedding.head(weights, c);
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  @Override
  public Weights weights() {
    return weights;
  }

  @Override
  public Tensor words() {
    return embedding.tokens();
  }

  @Override
  public Tensor head() {
    return head;
  }

  /// Ids [B,T] → hidden states [B,T,D], after the last norm.
  public Tensor hidden(Tensor ids, Pass pass) {
    return stack.hidden(embedding, ids, pass);
  }

  @Override
  public void close() {
    weights.close();
    stack.close();
  }
}
