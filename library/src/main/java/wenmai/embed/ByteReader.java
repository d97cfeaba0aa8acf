package wenmai.embed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import wenmai.files.Refusal;

/// A file byte by byte, with one byte's view ahead.
final class ByteReader implements AutoCloseable {
  static final int END = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;

  ByteReader(Path file) throws IOException {
    Refusal.requireNoFolder(file);
    in = Files.newInputStream(file);
  }

  /// The next byte, 0 to 255, or END.
  int peek() throws IOException {
    if (at == filled) {
      at = 0;
      filled = Math.max(0, in.read(buffer));
    }
    return at < filled ? buffer[at] & 0xFF : END;
  }

  void skip() {
    at++;
  }

  /// Fills `into`, and returns how many bytes there were for it.
  int read(byte[] into) throws IOException {
    int count = 0;
    while (count < into.length && peek() != END) {
      int part = Math.min(into.length - count, filled - at);
      System.arraycopy(buffer, at, into, count, part);
      at += part;
      count += part;
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
