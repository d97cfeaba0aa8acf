package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.BadInput;
import wenmai.message.Failure;
import wenmai.message.Lang;
import wenmai.message.Problem;

class AtomicTest {
  @TempDir Path dir;

  @Test
  void aFileIsReplacedWhole() throws IOException {
    var file = dir.resolve("deep/文.txt");
    Atomic.text(file, "旧");
    Atomic.text(file, "新\n");
    assertThat(file).hasContent("新\n");
    assertThat(names(dir.resolve("deep"))).containsExactly("文.txt");
  }

  @Test
  void nobodySeesAFileBeforeItIsComplete() {
    var file = dir.resolve("a.txt");
    Atomic.file(file, out -> {
      out.write(new byte[1 << 20]);
      assertThat(file).doesNotExist();
    });
    assertThat(file).hasSize(1 << 20);
  }

  @Test
  void aFullDiskLeavesTheOldFileAndSaysWhatToDo() throws IOException {
    var file = dir.resolve("a.txt");
    Atomic.text(file, "old");
    assertThatThrownBy(() -> Atomic.file(file, out -> {
      out.write("ne".getBytes(StandardCharsets.UTF_8));
      throw new IOException("No space left on device");
    })).isInstanceOf(Failure.class).hasMessageContaining("the disk is full").hasMessageContaining("free some space")
        .satisfies(e -> assertThat(((Problem) e).message().in(Lang.ZH)).contains("磁盘已满"));
    assertThat(file).hasContent("old");
    assertThat(names(dir)).containsExactly("a.txt");
  }

  @Test
  void aFolderAppearsWholeOrNotAtAll() throws IOException {
    var folder = dir.resolve("model");
    assertThatThrownBy(() -> Atomic.folder(folder, f -> {
      Files.createDirectories(f.resolve("sub"));
      Files.writeString(f.resolve("sub/a"), "1");
      throw new IllegalStateException("stop");
    })).hasMessage("stop");
    assertThat(names(dir)).isEmpty();

    Atomic.folder(folder, f -> {
      Files.createDirectories(f.resolve("sub"));
      Files.writeString(f.resolve("sub/a"), "1");
      assertThat(folder).doesNotExist();
    });
    assertThat(folder.resolve("sub/a")).hasContent("1");
    assertThat(names(dir)).containsExactly("model");
  }

  @Test
  void aFolderWithContentIsNeverReplaced() throws IOException {
    Files.writeString(dir.resolve("mine.txt"), "precious");
    assertThatThrownBy(() -> Atomic.folder(dir, f -> Files.writeString(f.resolve("x"), "1")))
        .isInstanceOf(BadInput.class).hasMessageContaining("exists already");
    assertThat(dir.resolve("mine.txt")).hasContent("precious");

    var empty = Files.createDirectory(dir.resolve("empty"));
    Atomic.folder(empty, f -> Files.writeString(f.resolve("x"), "1"));
    assertThat(empty.resolve("x")).hasContent("1");
  }

  @Test
  void theHashIsSha256() throws IOException {
    var file = Files.writeString(dir.resolve("abc"), "abc");
    // FIPS 180-2, appendix B.1
    var expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(Hashes.sha256(file)).isEqualTo(expected);
    assertThat(Hashes.sha256("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(expected);
    var large = new byte[(1 << 20) + 7];
    assertThat(Hashes.sha256(Files.write(dir.resolve("large"), large))).isEqualTo(Hashes.sha256(large));
    assertThatThrownBy(() -> Hashes.sha256(dir.resolve("none"))).isInstanceOf(BadInput.class)
        .hasMessageContaining("none");
  }

  static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
