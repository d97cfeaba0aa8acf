package wenmai.tensor;

import java.util.Locale;

/// In what the products of attention, linear layers and the output layer are computed while training.
public enum Precision {
  /// As the weights are.
  FP32,
  /// Factors and results of products rounded to bf16, sums within a product in fp32: of linear layers, the output layer and, on a
  /// GPU, of attention, unless that has a bias, heads not a multiple of 8 wide or queries that see nothing. The weights themselves, what lies
  /// between, the sums of gradients over products, and what an optimizer keeps, are fp32. Micikevicius 2018; Kalamkar 2019.
  BF16,
  /// In 8-bit integers, but for what does not fill vectors of 16: the gradient of a weight whose rows do not, attention whose
  /// heads do not, and up to 15 of a weight's outputs. Of a linear layer, forward and for the gradient of the input, each row and each column has a scale of its own
  /// (Dettmers 2022); for the gradient of the weight, a sum over all tokens of a batch, each column of every 256 tokens (Xi
  /// 2024). Attention: Zhang 2024, "SageAttention". Gradients are dithered. The weights themselves, and what an optimizer keeps,
  /// are fp32.
  INT8;

  /// As recipes write it.
  public String lower() {
    return name().toLowerCase(Locale.ROOT);
  }
}
