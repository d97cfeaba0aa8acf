package wenmai.corpus.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import wenmai.files.DraftFile;

/// A file of lines that appears whole, once it is published. Half a surrogate pair, which UTF-8 has not, becomes `?`.
final class Lines implements Closeable {
  private final DraftFile file;
  private final Writer writer;

  Lines(Path path) throws IOException {
    this.file = new DraftFile(path);
    this.writer = new BufferedWriter(new OutputStreamWriter(file.out(), UTF_8));
  }

  void add(String line) {
    try {
      writer.write(line);
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void publish() throws IOException {
    writer.flush();
    file.publish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
