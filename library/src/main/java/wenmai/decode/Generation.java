package wenmai.decode;

import java.util.List;

/// What was generated, and why it ended.
///
/// @param logprobs the logarithm of each token's probability under the model, before sampling changed it
public record Generation(List<Integer> ids, List<Double> logprobs, End end) {

  /// Why generation ended.
  public enum End {
    /// A token that ends a text.
    STOP,
    /// The number of tokens asked for.
    LENGTH,
    /// The model's context is full.
    CONTEXT,
    /// The listener had enough.
    LISTENER
  }
}
