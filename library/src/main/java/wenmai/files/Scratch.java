package wenmai.files;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Memory for what outgrows the heap: a file in the folder of temporary files, mapped, of which the system keeps in memory
/// what it has room for. Zero to begin with. The file is gone when nobody holds the scratch any more.
///
/// Zeros are written before anything is mapped: a mapped place for which a full disk has no block ends the program in the
/// middle of a store (SIGBUS), a written one is refused with words.
public final class Scratch {
  private static final int ZEROS = 1 << 16;         // bytes written at a time
  private final Path folder;
  private final FileChannel file;
  private MemorySegment memory;

  /// @throws wenmai.message.Failure where the disk has no room
  public Scratch(long bytes) {
    this(Path.of(System.getProperty("java.io.tmpdir")), bytes);
  }

  Scratch(Path folder, long bytes) {
    this.folder = folder;
    try {
      this.file = FileChannel.open(Files.createTempFile(folder, "wenmai", ".scratch"), READ, WRITE, DELETE_ON_CLOSE);
      this.memory = first(bytes);
    } catch (IOException e) {
      throw Refusal.writing(folder, e);
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
      throw Refusal.writing(folder, e);
    }
  }

  /// Gives the room back where there is not enough.
  private MemorySegment first(long bytes) throws IOException {
    try {
      return map(bytes);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private MemorySegment map(long bytes) throws IOException {
    var zeros = ByteBuffer.allocateDirect(ZEROS);
    for (long at = file.size(); at < bytes;) {
      at += file.write(zeros.clear().limit((int) Math.min(ZEROS, bytes - at)), at);
    }
    return file.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
  }
}
