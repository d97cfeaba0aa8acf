package wenmai.embed;

import static java.nio.channels.FileChannel.MapMode.READ_ONLY;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Records that live no longer than the run, in a file that loses its name as soon as it is open (on Windows, when it is closed):
/// so even a killed process leaves none behind.
final class RecordFile implements AutoCloseable {
  private final Path folder;
  private final FileChannel channel;

  /// @param folder is made where it is missing
  RecordFile(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    channel = FileChannel.open(Files.createTempFile(folder, "wenmai", ".records"), READ, WRITE, DELETE_ON_CLOSE);
  }

  /// Another one in the same folder.
  RecordFile another() throws IOException {
    return new RecordFile(folder);
  }

  FileChannel channel() {
    return channel;
  }

  /// All that is written, for as long as the arena lives.
  MemorySegment map(Arena arena) throws IOException {
    return channel.map(READ_ONLY, 0, channel.size(), arena);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
