package wenmai.files;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bytes for which there is no memory: a file in the folder of temporary files, read and written piece by piece, so that unlike a
/// [Scratch] it never becomes memory of the process. Threads may use it at once. The file is gone when it is closed.
public final class ScratchFile implements AutoCloseable {
  private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));
  private final FileChannel file;

  public ScratchFile() {
    try {
      this.file = FileChannel.open(Files.createTempFile("wenmai", ".scratch"), READ, WRITE, DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw Refusal.writing(FOLDER, e);
    }
  }

  /// Writes the first `length` bytes to `position`.
  public void write(long position, byte[] bytes, int length) {
    try {
      var buffer = ByteBuffer.wrap(bytes, 0, length);
      while (buffer.hasRemaining()) {
        file.write(buffer, position + buffer.position());
      }
    } catch (IOException e) {
      throw Refusal.writing(FOLDER, e);
    }
  }

  /// Reads `length` bytes, which were written before, from `position`.
  public void read(long position, byte[] bytes, int length) {
    try {
      var buffer = ByteBuffer.wrap(bytes, 0, length);
      while (buffer.hasRemaining()) {
        if (file.read(buffer, position + buffer.position()) < 0) {
          throw new EOFException();
        }
      }
    } catch (IOException e) {
      throw Refusal.reading(FOLDER, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw Refusal.writing(FOLDER, e);
    }
  }
}
