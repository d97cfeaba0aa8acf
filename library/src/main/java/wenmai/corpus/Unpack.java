package wenmai.corpus;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/// Plain bytes of packed files, within bounds. Text packs about 3:1, lists and logs up to 50:1; what unpacks to more
/// than a hundred times its size was made to fill memory, and is refused once it has given 16 MiB. The files of an
/// archive share one allowance, so that a thousand entries over the same bytes help nothing.
final class Unpack {
  static final int LARGEST_TEXT = 256 << 20;
  static final int LARGEST_PAGE = 32 << 20;           // its tree takes ten times as much memory
  static final int LARGEST_RATIO = 100;
  private static final long ALWAYS_ALLOWED = 16L << 20;
  private static final int XZ_MEMORY_KIB = 128 << 10;       // xz -9 needs 65 MiB
  private static final int LONGEST_MAGIC = 6;

  private Unpack() {}

  /// @param behind is told how many more bytes of the file were read
  static InputStream open(Path file, Allowance allowance, LongConsumer behind) throws IOException {
    return unpacked(counted(Files.newInputStream(file), behind), file.getFileName().toString(), allowance);
  }

  /// Bytes of an archive's entry, which count, and which may be packed once more.
  static InputStream within(Allowance allowance, String name, InputStream entry) throws IOException {
    return unpacked(bounded(entry, allowance), name, allowance);
  }

  static InputStream counted(InputStream in, LongConsumer count) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        count.accept(b < 0 ? 0 : 1);
        return b;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        int n = super.read(bytes, from, length);
        count.accept(Math.max(n, 0));
        return n;
      }
    };
  }

  static InputStream bounded(InputStream in, Allowance allowance) {
    return new Bounded(in, allowance);
  }

  /// Whether a file that begins with `head` is packed: by these bytes, otherwise by its name.
  static boolean isPacked(byte[] head, String name) {
    return packing(head, name).isPresent();
  }

  private static Optional<String> packing(byte[] head, String name) {
    if (Detection.startsWith(head, 0x1F, 0x8B)) {
      return Optional.of("gz");
    } else if (isBzip2(head)) {
      return Optional.of("bz2");
    } else if (Detection.startsWith(head, 0xFD, '7', 'z', 'X', 'Z', 0)) {
      return Optional.of("xz");
    } else if (Detection.startsWith(head, 0x28, 0xB5, 0x2F, 0xFD)) {
      return Optional.of("zst");
    }
    return Optional.of(Kind.suffix(name)).filter(suffix -> Kind.isPacked(name));
  }

  /// `BZh`, the size of a block, and the first digits of π before a block or of √π before the end.
  private static boolean isBzip2(byte[] head) {
    return Detection.startsWith(head, 'B', 'Z', 'h') && head.length == LONGEST_MAGIC
        && (head[4] == 0x31 && head[5] == 0x41 || head[4] == 0x17 && head[5] == 0x72);
  }

  /// Plain bytes of what may be packed, which then count.
  static InputStream unpacked(InputStream packed, String name, Allowance allowance) throws IOException {
    var in = new BufferedInputStream(packed);
    try {
      in.mark(LONGEST_MAGIC);
      var packing = packing(in.readNBytes(LONGEST_MAGIC), name);
      in.reset();
      return packing.isEmpty() ? in : bounded(switch (packing.get()) {
        case "gz" -> new GZIPInputStream(in);
        case "bz2" -> new BZip2CompressorInputStream(in, true);
        case "xz" -> new XZInputStream(in, XZ_MEMORY_KIB);
        default -> new ZstdInputStream(ZstdWindow.checked(in));
      }, allowance);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /// How many bytes may still come out of a packed file, and why there are no more.
  static final class Allowance {
    private final Reason otherwise;
    private long left;

    Allowance(long bytes, Reason otherwise) {
      this.left = bytes;
      this.otherwise = otherwise;
    }

    static Allowance packed(long packedBytes) {
      return new Allowance(ALWAYS_ALLOWED + LARGEST_RATIO * packedBytes, Reason.BOMB);
    }

    /// For all that comes out of a file; a pipe does not tell how much there is of it.
    static Allowance of(Path file) throws IOException {
      return Files.isRegularFile(file) ? packed(Files.size(file)) : new Allowance(Long.MAX_VALUE, Reason.BOMB);
    }

    void renew(long bytes) {
      left = bytes;
    }

    private void take(long bytes) throws Unreadable {
      left -= bytes;
      if (left < 0) {
        throw new Unreadable(otherwise);
      }
    }
  }

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
    public long skip(long count) throws IOException {
      long n = super.skip(count);
      allowance.take(n);
      return n;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        int n = super.read(bytes, from, length);
        allowance.take(Math.max(n, 0));
        return n;
      } catch (RuntimeException e) {   // how some decoders say "damaged"
        throw new IOException(e);
      }
    }
  }
}
