package wenmai.model;

import wenmai.tensor.Tensor;

/// The model that reads: every position sees the whole text, before and after it. Devlin 2018, with the blocks of
/// [Decoder] (norms first, rotary positions where the shape says so).
public final class Encoder implements Backbone {
  private final DecoderConfig config;
  private final Weights weights;
  private final Embedding embedding;
  private final Stack stack;
  private final Tensor head;                                                         // [V,D]

  public Encoder(DecoderConfig c, Weights weights) {
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
  ///
  /// @param pass whose mask sees both sides: [wenmai.tensor.Mask#ALL], or the lengths of padded texts
  public Tensor hidden(Tensor ids, Pass pass) {
    return stack.hidden(embedding, ids, pass);
  }

  @Override
  public void close() {
    weights.close();
    stack.close();
  }
}
