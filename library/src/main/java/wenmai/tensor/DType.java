package wenmai.tensor;

/// What one element of a tensor is. Names as in safetensors.
public enum DType {
  F32(4),
  BF16(2),
  F16(2),
  I64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  public boolean floating() {
    return this != I64;
  }
}
