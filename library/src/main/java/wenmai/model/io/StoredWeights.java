package wenmai.model.io;

import java.nio.file.Path;
import wenmai.files.NamedTensor;
import wenmai.files.SafeTensors;
import wenmai.message.BadInput;
import wenmai.model.Weights;
import wenmai.tensor.DType;
import wenmai.tensor.Device;
import wenmai.tensor.Tensor;

/// Weights as they lie in a safetensors file: mapped where the device can use them so, checked against the shape that the
/// layer wants.
record StoredWeights(SafeTensors file, Layout layout, Device device, Path origin) implements Weights.Source {

  @Override
  public Tensor get(String name, Weights.Start start, long... shape) {
    var stored = layout.find(file, name);
    if (!stored.shape().equals(Layout.shape(shape))) {
      throw new BadInput("%s: tensor %s has shape %s, but config.json says %s; the two files do not belong together",
          "%s：张量 %s 的形状是 %s，而 config.json 要求 %s；这两个文件不配套", origin, stored.name(), stored.shape(), Layout.shape(shape));
    }
    var weight = device.wrap(stored.data(), type(stored), shape);
    if (shape.length > 1 || weight.type() == DType.F32) {
      return weight;
    }
    try (weight) {
      return weight.to(DType.F32);
    }
  }

  private DType type(NamedTensor stored) {
    return switch (stored.type()) {
      case F32 -> DType.F32;
      case BF16 -> DType.BF16;
      case F16 -> DType.F16;
      default -> throw new BadInput("%s: tensor %s is %s; weights must be F32, BF16 or F16",
          "%s：张量 %s 的类型是 %s；权重必须是 F32、BF16 或 F16", origin, stored.name(), stored.type());
    };
  }

  @Override
  public void close() {
    file.close();
  }
}
