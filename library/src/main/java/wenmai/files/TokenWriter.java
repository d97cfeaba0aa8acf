package wenmai.files;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// Writes a [TokenFile], one document after the other. The file appears when `finish` is called, last; closing without
/// it, as an exception does, leaves nothing. Memory stays the same whatever the corpus: the documents' starts wait in a
/// file of their own until the ids are complete.
public final class TokenWriter implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final Path path;
  private final int vocabulary;
  private final int width;
  private final Draft draft;
  private final Appender ids;
  private final Appender starts;
  private long tokens;
  private int documents;

  TokenWriter(Path path, int vocabulary, String tokenizerHash) {
    var hash = HexFormat.of().parseHex(tokenizerHash);
    if (vocabulary < 1 || hash.length != TokenLayout.HASH_BYTES) {
      throw new IllegalArgumentException("vocabulary %d, SHA-256 %s".formatted(vocabulary, tokenizerHash));
    }
    this.path = path;
    this.vocabulary = vocabulary;
    this.width = TokenLayout.width(vocabulary);
    try {
      draft = Draft.of(path);
      ids = new Appender(FileChannel.open(draft.path(), CREATE_NEW, WRITE));
      starts = new Appender(FileChannel.open(Draft.named(draft.path()), CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE));
      TokenLayout.putHead(ids.room(TokenLayout.HEAD), vocabulary, hash);
    } catch (IOException e) {
      throw Refusal.writing(path, e);
    }
  }

  /// Adds a document, which may be empty. Every id must be in the vocabulary.
  public void document(int[] document) {
    requireKnown(document);
    try {
      starts.room(Long.BYTES).putLong(tokens);
      for (int id : document) {
        put(id);
      }
    } catch (IOException e) {
      throw Refusal.writing(path, e);
    }
    tokens += document.length;
    documents = Math.incrementExact(documents);
  }

  /// Completes the file and gives it its name.
  public void finish() {
    try {
      ids.room(Long.BYTES).put(new byte[TokenLayout.padding(tokens * width)]);
      ids.append(starts);
      ids.room(2 * Long.BYTES).putLong(tokens).putLong(documents);
      ids.flush();
      ids.room(Long.BYTES).putLong(ids.crc.getValue());
      ids.flush();
      ids.channel.close();
      draft.publish();
    } catch (IOException e) {
      throw Refusal.writing(path, e);
    }
  }

  @Override
  public void close() {
    try (draft; var _ = starts.channel; var _ = ids.channel) {
      // closing is all there is to do
    } catch (IOException e) {
      throw Refusal.writing(path, e);
    }
  }

  private void requireKnown(int[] document) {
    for (int id : document) {
      if (id < 0 || id >= vocabulary) {
        throw new IllegalArgumentException("token %d in a vocabulary of %d".formatted(id, vocabulary));
      }
    }
  }

  private void put(int id) throws IOException {
    var room = ids.room(width);
    if (width == Short.BYTES) {
      room.putShort((short) id);
    } else {
      room.putInt(id);
    }
  }

  /// Appends through a buffer and keeps the checksum of what it wrote.
  private static final class Appender {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();

    Appender(FileChannel channel) {
      this.channel = channel;
    }

    /// The buffer, with room for so many bytes.
    ByteBuffer room(int bytes) throws IOException {
      if (buffer.remaining() < bytes) {
        flush();
      }
      return buffer;
    }

    void flush() throws IOException {
      crc.update(buffer.flip());
      buffer.rewind();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }

    void append(Appender other) throws IOException {
      flush();
      other.flush();
      other.channel.position(0);
      while (other.channel.read(buffer) >= 0) {
        flush();
      }
    }
  }
}
