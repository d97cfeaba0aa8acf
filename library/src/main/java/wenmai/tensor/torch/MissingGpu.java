package wenmai.tensor.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import wenmai.message.BadInput;

/// Why there is no GPU to compute on. libtorch itself does not tell: where a library of CUDA's is missing it loads without its own
/// for GPUs, or JavaCPP takes the build for the processor, and both only see no GPU.
final class MissingGpu {
  private MissingGpu() {}

  static BadInput of(String device) {
    var platform = Loader.getPlatform() + "-gpu";
    var library = MissingGpu.class.getClassLoader().getResource("org/bytedeco/pytorch/" + platform + "/" + System.mapLibraryName("torch_cuda"));
    if (library == null) {
      return new BadInput("device %s needs libtorch's CUDA build, and this is the one for the processor alone; build with MAVEN_ARGS=-Pcuda "
          + "./wenmai --help, or add org.bytedeco:pytorch with the classifier %s; or use device torch or jvm",
          "设备 %s 需要 libtorch 的 CUDA 构建，而这里只有处理器版；请用 MAVEN_ARGS=-Pcuda ./wenmai --help 构建，或加入分类器为 %s 的 "
              + "org.bytedeco:pytorch；也可改用设备 torch 或 jvm", device, platform);
    }
    try {
      System.load(Loader.cacheResource(library).getPath());
    } catch (UnsatisfiedLinkError e) {
      return lacking(device, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BadInput("device %s: libtorch's CUDA build is whole, but sees no GPU: there is none, or no NVIDIA driver for CUDA 13, or "
        + "CUDA_VISIBLE_DEVICES hides it; nvidia-smi shows which. Use device torch or jvm meanwhile",
        "设备 %s：libtorch 的 CUDA 构建完整，但没有看到 GPU：没有 GPU，或没有支持 CUDA 13 的 NVIDIA 驱动，或被 CUDA_VISIBLE_DEVICES 隐藏；"
            + "可用 nvidia-smi 查看。此前请用设备 torch 或 jvm", device);
  }

  /// @param missing whose first cause names the library
  static BadInput lacking(String device, LinkageError missing) {
    return new BadInput("device %s needs CUDA 13 (with cuFile and CUPTI), cuDNN 9 and NCCL 2 on the machine's library path "
        + "(LD_LIBRARY_PATH), and one of them is not there (%s); install it, or use device torch or jvm",
        "设备 %s 需要库路径（LD_LIBRARY_PATH）上有 CUDA 13（含 cuFile 与 CUPTI）、cuDNN 9 和 NCCL 2，但缺少其中之一（%s）；请安装，或改用设备 torch 或 jvm",
        device, String.valueOf(first(missing).getMessage()));
  }

  private static Throwable first(Throwable e) {
    var first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first;
  }
}
