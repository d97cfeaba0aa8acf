package wenmai.tensor.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.message.Failure;
import wenmai.tensor.ChildJvm;
import wenmai.tensor.Device;

class TorchDeviceTest {

  @Test
  void aGpuThatIsNotThereIsRefusedByName() {
    assertThat(TorchDevice.gpu("cuda:1", 2).index()).isEqualTo((byte) 1);
    assertThatThrownBy(() -> TorchDevice.gpu("cuda:9", 2)).isInstanceOf(BadInput.class)
        .hasMessage("device (cuda:9) must be from cuda:0 to cuda:1, the GPUs that libtorch sees here");
  }

  @Test
  void theFirstGpuHasOneName() {
    assertThat(Device.canonical("cuda")).isEqualTo("cuda:0");
    assertThat(Device.isGpu("cuda")).isTrue();
    assertThat(Device.isGpu("torch")).isFalse();
    assertThatThrownBy(() -> Device.of("cuda:00")).isInstanceOf(BadInput.class).hasMessageStartingWith("device (cuda:00) is unknown");
  }

  /// Asks for a GPU.
  static final class Asking {
    public static void main(String[] args) {
      try {
        Device.of("cuda");
      } catch (BadInput e) {
        System.out.println(e.message().en() + "\n" + e.message().zh());
      }
    }
  }

  @Test
  void libtorchForTheProcessorSaysHowToBuildTheOtherOne() throws Exception {
    assertThat(ChildJvm.run(Asking.class, jar -> !jar.endsWith("-gpu.jar")).lines().toList()).satisfiesExactly(
        en -> assertThat(en).startsWith("device cuda:0 needs libtorch's CUDA build").contains("MAVEN_ARGS=-Pcuda", "-gpu"),
        zh -> assertThat(zh).contains("CUDA 构建", "MAVEN_ARGS=-Pcuda"));
  }

  @Test
  void aMissingLibraryIsNamedWithAllThatIsNeeded() {
    var missing = new UnsatisfiedLinkError("no jnitorch").initCause(new UnsatisfiedLinkError("libnccl.so.2: cannot open"));
    assertThat(MissingGpu.lacking("cuda:0", (LinkageError) missing))
        .hasMessageContainingAll("CUDA 13", "cuFile", "CUPTI", "cuDNN 9", "NCCL 2", "libnccl.so.2");
  }

  @Test
  void moreMemoryThanThereIsFailsAsOnTheDeviceJvm() {
    assertThatThrownBy(() -> Device.torch().zeros(1L << 29, 1L << 29)).isInstanceOf(Failure.class).hasCauseInstanceOf(OutOfMemoryError.class)
        .hasMessageContainingAll("not enough memory", "DefaultCPUAllocator");
  }
}
