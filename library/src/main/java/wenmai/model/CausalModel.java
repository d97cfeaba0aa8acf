package wenmai.model;

import wenmai.tensor.Tensor;

/// A model that writes: from the ids so far to a score for every next one.
public sealed interface CausalModel extends Backbone permits Decoder, Lstm {

  /// Ids [B,T] → hidden states [B,T,D], after the last norm.
  Tensor hidden(Tensor ids, Pass pass);

  /// Of the kind that the shape is of.
  static CausalModel of(BackboneConfig config, Weights weights) {
    return switch (config) {
      case DecoderConfig c -> new Decoder(c, weights);
      case LstmConfig c -> new Lstm(c, weights);
    };
  }
}
