package wenmai.embed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// Fills a [RecordFile] with records of 4 or of 16 bytes, in this machine's order of bytes.
final class RecordWriter implements AutoCloseable {
  static final int BYTES = 16;      // of a pair

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());

  RecordWriter(RecordFile file) {
    channel = file.channel();
  }

  /// Where the next record goes.
  ByteBuffer next() throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
