package wenmai.model;

import wenmai.tensor.Tensor;

/// The model that writes from all it has read, by attention. Radford 2018 · Touvron 2023.
public final class Decoder implements CausalModel {
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

  @Override
  public Tensor hidden(Tensor ids, Pass pass) {
    return stack.hidden(embedding, ids, pass);
  }

  @Override
  public void close() {
    weights.close();
    stack.close();
  }
}
