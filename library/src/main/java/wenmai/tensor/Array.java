package wenmai.tensor;

/// The numbers of a tensor as its backend holds them.
public interface Array {
  long[] shape();

  DType type();

  /// Gives the memory back; what shares it stays.
  void free();
}
