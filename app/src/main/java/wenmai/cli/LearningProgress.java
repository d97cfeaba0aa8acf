package wenmai.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import wenmai.corpus.Source;
import wenmai.files.Refusal;
import wenmai.message.Message;
import wenmai.tokenize.Progress;

/// How far a tokenizer is: first reading, by the bytes of its files, then learning, by what its kind counts.
final class LearningProgress implements Progress, AutoCloseable {
  private final Console console;
  private final LongSupplier nanos;
  private ProgressBar bar;
  private boolean reading = true;
  private long read;

  LearningProgress(Console console, List<Path> files) throws IOException {
    this(console, bytes(files), System::nanoTime);
  }

  LearningProgress(Console console, long bytes, LongSupplier nanos) {
    this.console = console;
    this.nanos = nanos;
    this.bar = new ProgressBar(console, new Message("reading", "读取"), 0, bytes, nanos);
  }

  private static long bytes(List<Path> files) throws IOException {
    long sum = 0;
    for (Path file : files) {
      Refusal.requireNoFolder(file);
      sum += Files.size(file);
    }
    return sum;
  }

  /// The lines of a file, counted as they are read; those of its documents, where it is no plain text, are counted behind the last.
  Stream<String> lines(Path file) {
    try {
      if (!Source.isPlain(file)) {
        long size = Files.size(file);
        return DocumentLines.of(file, console).onClose(() -> add(size));
      }
      return Utf8Lines.of(file.toString(), counted(Files.newInputStream(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream counted(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        int n = super.read(bytes, from, length);
        add(Math.max(0, n));
        return n;
      }
    };
  }

  private synchronized void add(long bytes) {
    read += bytes;
    bar.at(read, "");
  }

  @Override
  public synchronized void at(long done, long total) {
    if (reading) {
      reading = false;
      bar.close();
      bar = new ProgressBar(console, new Message("learning", "学习"), done, total, nanos);
    }
    bar.at(done, "");
  }

  @Override
  public void note(Message message) {
    console.say(message);
  }

  @Override
  public synchronized void close() {
    bar.close();
  }
}
