package wenmai.model;

import wenmai.tensor.Device;
import wenmai.tensor.Tensor;

/// A model that ends in hidden states, which its output layer compares with a vector for every token. What it reads,
/// and which positions know of which, is what its kinds differ in.
public sealed interface Backbone extends AutoCloseable permits CausalModel, Encoder, EncoderDecoder {
  BackboneConfig config();

  Weights weights();

  /// A vector for each token, as the input layer has it.
  Tensor words();                                                                    // [V,D]

  /// The output layer: a vector for each token.
  Tensor head();                                                                     // [V,D]

  default Device device() {
    return weights().device();
  }

  /// Hidden states [..,D] → a score for every token [..,V].
  default Tensor logits(Tensor hidden) {
    return hidden.linear(head());
  }

  default long parameters() {
    return weights().all().values().stream().mapToLong(Tensor::elements).sum();
  }

  @Override
  void close();
}
