package wenmai.files;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Memory for what outgrows the heap: a file in the folder of temporary files, mapped, of which the system keeps in memory
/// what it has room for. Zero to begin with. The file is gone when nobody holds the scratch any more.
public final class Scratch {
  private final FileChannel file;
  private MemorySegment memory;

  public Scratch(long bytes) {
    try {
      this.file = FileChannel.open(Files.createTempFile("wenmai", ".scratch"), READ, WRITE, DELETE_ON_CLOSE);
      this.memory = map(bytes);
    } catch (IOException e) {
      throw Refusal.writing(Path.of(System.getProperty("java.io.tmpdir")), e);
    }
  }

  public MemorySegment memory() {
    return memory;
  }

  /// As many bytes, of which the first are those that were there.
  public MemorySegment grow(long bytes) {
    try {
      memory = map(bytes);
      return memory;
    } catch (IOException e) {
      throw Refusal.writing(Path.of(System.getProperty("java.io.tmpdir")), e);
    }
  }

  private MemorySegment map(long bytes) throws IOException {
    return file.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
  }
}
