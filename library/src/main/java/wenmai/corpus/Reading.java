package wenmai.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The documents of one file: its whole text, or each line of JSONL. What cannot be read is dropped with its reason.
final class Reading {
  private static final int HEAD = 1 << 20;      // of JSONL, to find its encoding
  private final List<String> fields;
  private final Tally tally;

  Reading(List<String> fields, Tally tally) {
    this.fields = fields;
    this.tally = tally;
  }

  Stream<Document> documents(Entry entry) {
    try {
      return entry.kind() == Kind.LINES_OF_JSON ? lines(entry) : text(entry).stream();
    } catch (Unpack.Bomb e) {
      return dropped(entry, Reason.BOMB).stream();
    } catch (IOException e) {
      return dropped(entry, Reason.UNREADABLE).stream();
    }
  }

  private Optional<Document> text(Entry entry) throws IOException {
    try (InputStream in = counted(entry)) {
      byte[] bytes = in.readNBytes(Unpack.LARGEST_TEXT + 1);
      return bytes.length > Unpack.LARGEST_TEXT
          ? dropped(entry, Reason.TOO_LARGE)
          : detected(entry, bytes).map(found -> new Document(entry.id(), found.decode(bytes)));
    }
  }

  private Stream<Document> lines(Entry entry) throws IOException {
    InputStream in = counted(entry);
    byte[] head = in.readNBytes(HEAD);
    var found = detected(entry, head);
    if (found.isEmpty()) {
      in.close();
      return Stream.empty();
    }
    var lines = new JsonLines(entry, fields, found.get(), head, in, tally);
    return lines.documents().onClose(lines::close);
  }

  private Optional<Detection> detected(Entry entry, byte[] bytes) {
    var found = Detection.of(bytes);
    boolean empty = found.isPresent() && found.get().markBytes() == bytes.length;
    if (empty || found.isEmpty()) {
      tally.drop(entry.id(), empty ? Reason.EMPTY : Reason.BINARY);
      return Optional.empty();
    }
    tally.file(found.get());
    return found;
  }

  private Optional<Document> dropped(Entry entry, Reason reason) {
    tally.drop(entry.id(), reason);
    return Optional.empty();
  }

  private InputStream counted(Entry entry) throws IOException {
    return new FilterInputStream(entry.opener().open()) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        tally.bytes(b < 0 ? 0 : 1);
        return b;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        int n = super.read(bytes, from, length);
        tally.bytes(Math.max(n, 0));
        return n;
      }
    };
  }
}
