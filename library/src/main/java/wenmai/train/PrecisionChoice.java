package wenmai.train;

import wenmai.message.BadInput;
import wenmai.tensor.Device;
import wenmai.tensor.Precision;

/// In what a recipe wants the products of training computed.
public enum PrecisionChoice {
  /// In 8 bits where the machine can and the model gains by it: measured, blocks of attention from a width of 256 on. Elsewhere fp32.
  AUTO,
  FP32,
  INT8;

  private static final int WIDE = 256;

  /// @throws BadInput where the device cannot do what is asked for
  public Precision on(Device device, ModelShape model) {
    return switch (this) {
      case FP32 -> Precision.FP32;
      case INT8 -> {
        device.require(Precision.INT8);
        yield Precision.INT8;
      }
      case AUTO -> gains(model) && can(device) ? Precision.INT8 : Precision.FP32;
    };
  }

  private static boolean gains(ModelShape model) {
    return model.width() >= WIDE && model.kind() != ModelShape.Kind.LSTM;
  }

  private static boolean can(Device device) {
    try {
      device.require(Precision.INT8);
      return true;
    } catch (BadInput missing) {
      return false;
    }
  }
}
