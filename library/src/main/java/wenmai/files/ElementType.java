package wenmai.files;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The numbers a tensor may hold on disk, little-endian, under the names that safetensors gives them. They stand in the
/// order in which the format sorts tensors: a wider one never follows a narrower one, so each is aligned to its own
/// width.
public enum ElementType {
  I64(8),
  F64(8),
  F32(4),
  I32(4),
  BF16(2),
  F16(2),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes of one element.
  public int bytes() {
    return bytes;
  }

  /// Bytes of a tensor of this shape.
  ///
  /// @throws ArithmeticException where they do not fit a `long`
  public long bytes(List<Long> shape) {
    return shape.stream().reduce((long) bytes, Math::multiplyExact);
  }

  static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
