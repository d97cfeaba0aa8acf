package wenmai.train;

import wenmai.message.BadInput;
import wenmai.tensor.Device;
import wenmai.tensor.Precision;

/// In what a recipe wants the products of training computed.
public enum PrecisionChoice {
  /// What the device is fastest in, where the model gains by it: blocks of attention from a width of 256 on, as measured for int8
  /// on a processor and taken over for bf16 on a GPU. Elsewhere fp32.
  AUTO,
  FP32,
  BF16,
  INT8;

  private static final int WIDE = 256;

  /// @throws BadInput where the device cannot do what is asked for
  public Precision on(Device device, ModelShape model) {
    return switch (this) {
      case AUTO -> gains(model) ? device.fastest() : Precision.FP32;
      case FP32 -> Precision.FP32;
      case BF16 -> required(device, Precision.BF16);
      case INT8 -> required(device, Precision.INT8);
    };
  }

  private static Precision required(Device device, Precision precision) {
    device.require(precision);
    return precision;
  }

  private static boolean gains(ModelShape model) {
    return model.width() >= WIDE && model.kind() != ModelShape.Kind.LSTM;
  }
}
