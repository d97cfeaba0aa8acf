package wenmai.corpus.recipe;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of lists of numbers, one after the other: for each its length and its 64-bit numbers.
final class LongLists {
  private LongLists() {}

  static final class Writer {
    private final DataOutputStream out;

    Writer(OutputStream out) {
      this.out = new DataOutputStream(out);
    }

    void add(long[] list) {
      try {
        out.writeInt(list.length);
        for (long each : list) {
          out.writeLong(each);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static final class Reader implements Closeable {
    private final DataInputStream in;

    Reader(Path file) throws IOException {
      this(Files.newInputStream(file));
    }

    private Reader(InputStream in) {
      this.in = new DataInputStream(new BufferedInputStream(in));
    }

    static Reader none() {
      return new Reader(InputStream.nullInputStream());
    }

    boolean hasNext() throws IOException {
      in.mark(1);
      boolean more = in.read() >= 0;
      in.reset();
      return more;
    }

    long[] next() {
      try {
        var list = new long[in.readInt()];
        for (int i = 0; i < list.length; i++) {
          list[i] = in.readLong();
        }
        return list;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
