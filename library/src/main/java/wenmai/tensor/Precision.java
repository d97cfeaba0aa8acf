package wenmai.tensor;

/// In what the products of attention, linear layers and the output layer are computed while training.
public enum Precision {
  /// As the weights are.
  FP32,
  /// All in 8-bit integers. Of a linear layer, forward and for the gradient of the input, each row and each column has a scale of its own
  /// (Dettmers 2022); for the gradient of the weight, a sum over all tokens of a batch, each column of every 256 tokens (Xi
  /// 2024). Attention: Zhang 2024, "SageAttention". Gradients are dithered. The weights themselves, and what an optimizer keeps,
  /// are fp32.
  INT8
}
