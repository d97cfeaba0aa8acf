package wenmai.corpus;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file being read: its first bytes, by which its kind and its encoding are known, and the rest, counted as it comes.
final class Opened implements Closeable {
  private static final int HEAD = 1 << 20;
  private final Entry entry;
  private final Tally tally;
  private final InputStream rest;
  private final byte[] head;

  Opened(Entry entry, Tally tally) throws IOException {
    this.entry = entry;
    this.tally = tally;
    this.rest = entry.opener().open();
    try {
      this.head = Unpack.counted(rest, tally::bytes).readNBytes(HEAD);
    } catch (IOException e) {
      rest.close();
      throw e;
    }
  }

  String id() {
    return entry.id();
  }

  byte[] head() {
    return head;
  }

  Unpack.Allowance allowance() {
    return entry.allowance();
  }

  /// By its content, otherwise by its name; lines of JSON by the first one, where the name says nothing, as that of standard input.
  Kind kind() {
    return Magic.kind(head).orElseGet(() -> Kind.suffix(id()).isEmpty() && JsonLines.isBegunBy(head) ? Kind.LINES_OF_JSON : entry.kind());
  }

  /// All bytes, as they come.
  InputStream stream() {
    return from(0);
  }

  /// All bytes, as they come, of which other readers count theirs.
  InputStream uncounted() {
    tally.bytes(-head.length);
    return new SequenceInputStream(new ByteArrayInputStream(head), rest);
  }

  /// All characters, as they come.
  Reader characters(Detection found) {
    return new InputStreamReader(from(found.markBytes()), found.encoding().charset());
  }

  private InputStream from(int place) {
    return new SequenceInputStream(new ByteArrayInputStream(head, place, head.length - place), Unpack.counted(rest, tally::bytes));
  }

  /// All bytes at once, at most `limit` of them.
  byte[] bytes(int limit, Reason otherwise) throws IOException {
    byte[] bytes = stream().readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new Unreadable(otherwise);
    }
    return bytes;
  }

  /// The file where it lies on disk; a copy, gone when it is closed, where it is packed.
  OnDisk onDisk() throws IOException {
    if (entry.plain().isPresent()) {
      Path path = entry.plain().get();
      tally.bytes(Files.size(path) - head.length);
      return new OnDisk(path, false);
    }
    var copy = new OnDisk(Files.createTempFile("wenmai", ""), true);
    try {
      copy(copy.path());
      return copy;
    } catch (IOException e) {
      copy.close();
      throw e;
    }
  }

  private void copy(Path to) throws IOException {
    var bounded = Unpack.bounded(stream(), new Unpack.Allowance(Unpack.LARGEST_TEXT, Reason.TOO_LARGE));
    Files.copy(bounded, to, StandardCopyOption.REPLACE_EXISTING);
  }

  record OnDisk(Path path, boolean isCopy) implements Closeable {
    @Override
    public void close() throws IOException {
      if (isCopy) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    rest.close();
  }
}
