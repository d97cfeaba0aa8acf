package wenmai.files;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that is written as its content comes, and that nobody sees before it is published: a [Draft] with a stream.
public final class DraftFile implements Closeable {
  private static final int BUFFER = 1 << 16;
  private final Draft draft;
  private final OutputStream out;

  public DraftFile(Path file) throws IOException {
    this.draft = Draft.of(file);
    this.out = new BufferedOutputStream(Files.newOutputStream(draft.path(), CREATE_NEW, WRITE), BUFFER);
  }

  public OutputStream out() {
    return out;
  }

  public void publish() throws IOException {
    out.close();
    draft.publish();
  }

  /// Removes what was not published.
  @Override
  public void close() throws IOException {
    try (draft) {
      out.close();
    }
  }
}
