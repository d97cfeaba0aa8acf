package wenmai.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

/// What a bad disk, a cut transfer or a malicious author does to bytes.
final class Damage {
  private Damage() {}

  static byte[] random(byte[] whole, Random random) {
    var bytes = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  /// Overwrites a file in place: many times faster than making it anew.
  static void put(Path file, byte[] bytes) throws IOException {
    try (var out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(bytes));
      out.truncate(bytes.length);
    }
  }

  private static byte[] once(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 16 : bytes.length));
    return switch (random.nextInt(6)) {
      case 0 -> set(bytes, at, (byte) random.nextInt(256));
      case 1 -> set(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
      case 2 -> Arrays.copyOf(bytes, at);
      case 3 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
      case 4 -> without(bytes, at);
      default -> set(bytes, at, (byte) "0123456789-[]{},:\" eF".charAt(random.nextInt(21)));
    };
  }

  static byte[] set(byte[] bytes, int at, byte value) {
    var changed = bytes.clone();
    changed[at] = value;
    return changed;
  }

  private static byte[] without(byte[] bytes, int at) {
    var shorter = Arrays.copyOf(bytes, bytes.length - 1);
    System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
    return shorter;
  }
}
