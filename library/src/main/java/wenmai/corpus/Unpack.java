package wenmai.corpus;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/// Plain bytes of packed files, within bounds. Text packs about 3:1, lists and logs up to 50:1; what unpacks to more
/// than a hundred times its size was made to fill memory, and is refused once it has given 16 MiB. The files of an
/// archive share one allowance, so that a thousand entries over the same bytes help nothing.
final class Unpack {
  static final int LARGEST_TEXT = 256 << 20;
  static final int LARGEST_RATIO = 100;
  private static final long ALWAYS_ALLOWED = 16L << 20;
  private static final int XZ_MEMORY_KIB = 128 << 10;       // xz -9 needs 65 MiB

  private Unpack() {}

  static InputStream open(Path file) throws IOException {
    String name = file.getFileName().toString();
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    return Kind.isPacked(name) ? new Bounded(unpacked(name, in), new Allowance(Files.size(file))) : in;
  }

  /// Bytes of an archive's entry, which may be packed once more.
  static InputStream within(Allowance allowance, String name, InputStream entry) throws IOException {
    var bounded = new Bounded(entry, allowance);
    return Kind.isPacked(name) ? new Bounded(unpacked(name, bounded), allowance) : bounded;
  }

  private static InputStream unpacked(String name, InputStream in) throws IOException {
    try {
      return switch (Kind.suffix(name)) {
        case "gz" -> new GZIPInputStream(in);
        case "xz" -> new XZInputStream(in, XZ_MEMORY_KIB);
        default -> new ZstdInputStream(ZstdWindow.checked(new BufferedInputStream(in)));
      };
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /// How many bytes may still come out of a packed file.
  static final class Allowance {
    private long left;

    Allowance(long packedBytes) {
      this.left = ALWAYS_ALLOWED + LARGEST_RATIO * packedBytes;
    }

    private void take(long bytes) throws Bomb {
      left -= bytes;
      if (left < 0) {
        throw new Bomb();
      }
    }
  }

  static final class Bomb extends IOException {}

  private static final class Bounded extends FilterInputStream {
    private final Allowance allowance;

    Bounded(InputStream in, Allowance allowance) {
      super(in);
      this.allowance = allowance;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        int n = super.read(bytes, from, length);
        allowance.take(Math.max(n, 0));
        return n;
      } catch (MalformedInputException | IndexOutOfBoundsException e) {   // how the zstd decoder says "damaged"
        throw new IOException(e);
      }
    }
  }
}
