package wenmai.corpus.recipe;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import wenmai.files.DraftFile;

/// The files that a part of a pass becomes, of which each grows by a block at a time, and none is seen before it is published.
final class Sink implements Closeable {
  private final Deque<DraftFile> files = new ArrayDeque<>();

  /// Opens all of them or leaves nothing.
  static Sink of(List<Path> paths) throws IOException {
    var sink = new Sink();
    try {
      for (Path path : paths) {
        sink.files.add(new DraftFile(path));
      }
      return sink;
    } catch (IOException e) {
      sink.close();
      throw e;
    }
  }

  /// @param blocks one a file, in their order
  void add(List<byte[]> blocks) {
    try {
      Iterator<byte[]> each = blocks.iterator();
      for (DraftFile file : files) {
        file.out().write(each.next());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void publish() throws IOException {
    for (DraftFile file : files) {
      file.publish();
    }
  }

  /// All of them, whatever becomes of one.
  @Override
  public void close() throws IOException {
    if (!files.isEmpty()) {
      try (var _ = files.remove()) {
        close();
      }
    }
  }
}
