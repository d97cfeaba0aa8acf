package wenmai.tensor;

/// In what the products of linear layers and of the output layer are computed while training.
public enum Precision {
  /// As the weights are.
  FP32,
  /// All three in 8-bit integers. Forward and for the gradient of the input, each row and each column has a scale of its own
  /// (Dettmers 2022); for the gradient of the weight, a sum over all tokens of a batch, each column of every 256 tokens (Xi
  /// 2024). Gradients are dithered. The weights themselves, and what an optimizer
  /// keeps, are fp32.
  INT8
}
