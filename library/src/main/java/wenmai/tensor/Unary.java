package wenmai.tensor;

/// Functions of one number.
public enum Unary {
  EXP,
  LOG,
  SIGMOID,
  TANH,
  RELU,
  /// x Φ(x), Φ the normal distribution. Hendrycks 2016.
  GELU,
  /// x σ(x). Elfwing 2017.
  SILU
}
