package wenmai.tensor.torch;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import wenmai.tensor.Array;
import wenmai.tensor.DType;
import wenmai.tensor.Precision;

/// A tensor of libtorch. It counts who holds a tensor's memory; this is one holder, until it is freed.
record TorchArray(Tensor at, DType type, long[] shape) implements Array {

  /// Keeps a tensor beyond the scope of the call that made it.
  static TorchArray keep(Tensor made) {
    var shape = new long[(int) made.dim()];
    Arrays.setAll(shape, made::size);
    made.retainReference();
    return new TorchArray(made, type(made.scalar_type()), shape);
  }

  /// The tensor with its numbers in single precision.
  static Tensor singles(Array a) {
    var x = (TorchArray) a;
    return x.type == DType.F32 ? x.at : x.at.to(ScalarType.Float);
  }

  /// The tensor as the operand of a product.
  static Tensor operand(Array a, Precision precision) {
    return at(a).to(type(precision));
  }

  static Tensor at(Array a) {
    return ((TorchArray) a).at;
  }

  static ScalarType type(DType type) {
    return switch (type) {
      case F32 -> ScalarType.Float;
      case BF16 -> ScalarType.BFloat16;
      case F16 -> ScalarType.Half;
      case I64 -> ScalarType.Long;
    };
  }

  static ScalarType type(Precision precision) {
    return precision == Precision.BF16 ? ScalarType.BFloat16 : ScalarType.Float;
  }

  private static DType type(ScalarType type) {
    return switch (type.intern()) {
      case Float -> DType.F32;
      case BFloat16 -> DType.BF16;
      case Half -> DType.F16;
      case Long -> DType.I64;
      default -> throw new IllegalStateException("a tensor of " + type);
    };
  }

  @Override
  public void free() {
    at.releaseReference();
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
