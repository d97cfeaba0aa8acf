package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.BadInput;

class FolderLockTest {
  @TempDir
  Path dir;

  /// A process that takes a folder, says so, and lives until it is killed.
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      FolderLock.of(Path.of(args[0]));
      System.out.println("taken");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void aFolderIsTakenOnceAndFreeAfterwards() {
    try (var lock = FolderLock.of(dir.resolve("out"))) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> FolderLock.of(dir.resolve("out"))).isInstanceOf(BadInput.class)
          .hasMessageContaining("in use by another run");
    }
    FolderLock.of(dir.resolve("out")).close();
  }

  @Test
  void anotherProcessHoldsItUntilItIsKilled() throws Exception {
    var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Holder.class.getName(),
        dir.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("taken");
      assertThatThrownBy(() -> FolderLock.of(dir)).isInstanceOf(BadInput.class).hasMessageContaining("in use by another run");
    } finally {
      process.destroyForcibly().waitFor();
    }
    FolderLock.of(dir).close();
  }

  @Test
  void onlyDraftsOfTheNamesGivenAreCleared() throws IOException {
    Files.createDirectories(dir.resolve("data.tmp-0123456789abcdef/inner"));
    Files.writeString(dir.resolve("data.tmp-0123456789abcdef/inner/train.tokens"), "half");
    for (var others : new String[] {"data", "data.tmp-mine", "other.tmp-0123456789abcdef", "data.tmp-0123456789abcdef0"}) {
      Files.writeString(dir.resolve(others), "");
    }
    try (var lock = FolderLock.of(dir)) {
      lock.clear("data", "model");
    }
    assertThat(AtomicTest.names(dir)).containsExactlyInAnyOrder("data", "data.tmp-mine", "other.tmp-0123456789abcdef",
        "data.tmp-0123456789abcdef0", "run.lock");
  }
}
