package wenmai.tensor;

/// Functions of two numbers.
public enum Binary {
  ADD,
  SUB,
  MUL,
  DIV
}
