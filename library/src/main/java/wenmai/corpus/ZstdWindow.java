package wenmai.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// How much memory a zstd file asks of its reader, as its first frame's header says (RFC 8878 §3.1.1.1). The decoder
/// allocates what is asked, so that a file of 20 bytes could take gigabytes; like the zstd tool, 128 MiB are the bound.
final class ZstdWindow {
  private static final long LARGEST = 128L << 20;
  private static final int LONGEST_HEADER = 18;
  private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};

  private ZstdWindow() {}

  /// Leaves `in`, which must support marks, where it was.
  static InputStream checked(InputStream in) throws IOException {
    in.mark(LONGEST_HEADER);
    byte[] header = Arrays.copyOf(in.readNBytes(LONGEST_HEADER), LONGEST_HEADER);
    in.reset();
    long window = window(ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN));
    if (window < 0 || window > LARGEST) {
      throw new IOException("zstd window of " + window + " bytes");
    }
    return in;
  }

  private static long window(ByteBuffer header) {
    int descriptor = header.get(4);
    boolean contentIsWindow = (descriptor >> 5 & 1) == 1;
    if (!contentIsWindow) {
      int exponent = header.get(5) >> 3 & 31;
      long base = 1L << 10 + exponent;
      return base + base / 8 * (header.get(5) & 7);
    }
    int at = 5 + DICTIONARY_BYTES[descriptor & 3];
    return switch (descriptor >> 6 & 3) {
      case 0 -> header.get(at) & 0xFF;
      case 1 -> (header.getShort(at) & 0xFFFF) + 256;
      case 2 -> header.getInt(at) & 0xFFFF_FFFFL;
      default -> header.getLong(at);
    };
  }
}
