package wenmai.tensor;

/// In what the products of linear layers are computed while training.
public enum Precision {
  /// As the weights are.
  FP32,
  /// Forward and the gradient of the input in 8-bit integers, each row and each column with a scale of its own; the gradient
  /// of the weight, a sum over all tokens of a batch, in fp32: SwitchBack, Wortsman 2023 §2.2.
  INT8
}
