package wenmai.tensor.torch;

import java.util.regex.Pattern;
import wenmai.message.Failure;
import wenmai.tensor.Device;

/// Opens libtorch, which is loaded with the first device: `torch`, `cuda:0` (the first GPU), `cuda:1` ….
public final class TorchProvider implements Device.Provider {
  private static final Pattern NAMES = Pattern.compile("torch|cuda:(0|[1-9][0-9]?)");

  @Override
  public boolean knows(String name) {
    return NAMES.matcher(name).matches();
  }

  @Override
  public Device open(String name) {
    try {
      return TorchDevice.open(name);
    } catch (LinkageError e) {
      if (Device.isGpu(name)) {
        throw MissingGpu.lacking(name, e);
      }
      throw new Failure(e, "device %s needs libtorch, which is not here (%s); add org.bytedeco:pytorch, openblas and javacpp with "
          + "the classifier of this platform (such as linux-x86_64), or use device jvm, which works without",
          "设备 %s 需要 libtorch，但这里没有（%s）；请加入带有本平台分类器（如 linux-x86_64）的 org.bytedeco:pytorch、openblas 和 javacpp 依赖，"
          + "或改用无需任何本地库的设备 jvm", name, e.toString());
    }
  }
}
