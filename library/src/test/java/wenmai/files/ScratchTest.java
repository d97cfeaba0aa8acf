package wenmai.files;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.Problem;

class ScratchTest {
  private static final long MIB = 1 << 20;
  @TempDir Path folder;

  @Test
  void whatGrowsKeepsItsBytesAndIsZeroBehindThem() {
    var scratch = new Scratch(100_001);
    scratch.memory().set(JAVA_BYTE, 100_000, (byte) 7);
    var grown = scratch.grow(300_000);
    assertThat(grown.get(JAVA_BYTE, 100_000)).isEqualTo((byte) 7);
    assertThat(grown.asSlice(100_001).mismatch(MemorySegment.ofArray(new byte[300_000 - 100_001]))).isEqualTo(-1);
  }

  @Test
  void aFolderThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> new Scratch(folder.resolve("none"), 1)).isInstanceOf(Problem.class).hasMessageContaining("none");
  }

  @Test
  void everyByteHasItsPlaceOnTheDiskBeforeItIsMapped() throws IOException, InterruptedException {
    var scratch = new Scratch(folder, 3 * MIB);
    assertThat(bytesOnDisk()).isGreaterThanOrEqualTo(3 * MIB);
    var grown = scratch.grow(8 * MIB);
    assertThat(bytesOnDisk()).isGreaterThanOrEqualTo(grown.byteSize());
  }

  /// Of the file, which has no name any more: Linux tells by the number under which this process has it open; elsewhere
  /// it is taken for granted.
  private long bytesOnDisk() throws IOException, InterruptedException {
    var numbers = Path.of("/proc/self/fd");
    if (!Files.exists(numbers)) {
      return Long.MAX_VALUE;
    }
    try (var open = Files.list(numbers)) {
      var file = open.filter(this::isHere).findFirst().orElseThrow();
      var stat = new ProcessBuilder("stat", "-L", "-c", "%b %B", "/proc/" + ProcessHandle.current().pid() + "/fd/" + file.getFileName()).start();
      String[] blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ");
      assertThat(stat.waitFor()).isZero();
      return Long.parseLong(blocks[0]) * Long.parseLong(blocks[1]);
    }
  }

  private boolean isHere(Path open) {
    try {
      return Files.readSymbolicLink(open).startsWith(folder);
    } catch (IOException e) {
      return false;       // closed meanwhile
    }
  }
}
