package wenmai.model;

import wenmai.tensor.Mask;
import wenmai.tensor.Tensor;

/// The model that reads one text and writes another: an encoder, and a decoder each of whose blocks also looks at what the
/// encoder made. Vaswani 2017 · Raffel 2019, with the blocks of [Decoder]; both sides have as many, share the word vectors,
/// and count positions for themselves.
public final class EncoderDecoder implements Backbone {
  private final DecoderConfig config;
  private final Weights weights;
  private final Embedding embedding;
  private final Stack encoder;
  private final Stack decoder;
  private final Tensor head;                                                         // [V,D]

  public EncoderDecoder(DecoderConfig c, Weights weights) {
    config = c;
    this.weights = weights;
    embedding = new Embedding(weights, c);
    encoder = new Stack(weights, "encoder", c, false);
    decoder = new Stack(weights, "decoder", c, true);
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

  /// Reads ids [B,S].
  ///
  /// @param mask both sides of the text, or of each row's length
  public Pass.Memory read(Tensor ids, Mask mask, Pass pass) {
    return new Pass.Memory(encoder.hidden(embedding, ids, pass.part("encoder").masked(mask)), mask);
  }

  /// Ids [B,T] of the text that is written, each seeing those before it and all that was read → hidden states [B,T,D].
  public Tensor hidden(Tensor ids, Pass.Memory read, Pass pass) {
    return decoder.hidden(embedding, ids, pass.part("decoder").reading(read));
  }

  @Override
  public void close() {
    weights.close();
    encoder.close();
    decoder.close();
  }
}
