package wenmai.files;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import wenmai.message.BadInput;

/// Reads the bytes of a GGUF file from front to back and believes no number in them: what is taken must be there, and
/// a count of things must leave room for all of them, before anything is made for them. `what` names a thing in errors
/// as the format's description does.
final class GgufCursor {
  private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private final Path file;
  private final MemorySegment bytes;
  private long at;

  GgufCursor(Path file, MemorySegment bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  long at() {
    return at;
  }

  byte i8(String what) {
    return take(1, what).get(ValueLayout.JAVA_BYTE, 0);
  }

  short i16(String what) {
    return take(2, what).get(I16, 0);
  }

  int i32(String what) {
    return take(4, what).get(I32, 0);
  }

  long i64(String what) {
    return take(8, what).get(I64, 0);
  }

  float f32(String what) {
    return Float.intBitsToFloat(i32(what));
  }

  double f64(String what) {
    return Double.longBitsToDouble(i64(what));
  }

  boolean flag(String what) {
    byte flag = i8(what);
    if (flag != 0 && flag != 1) {
      throw damaged("%s is %d, not 0 or 1".formatted(what, flag), "%s 为 %d，应为 0 或 1".formatted(what, flag));
    }
    return flag == 1;
  }

  /// How many things follow that take `smallest` bytes or more each.
  int count(String what, int smallest) {
    long count = i64(what);
    long room = Math.min(Integer.MAX_VALUE - 8, (bytes.byteSize() - at) / smallest);
    if (count < 0 || count > room) {
      var said = Long.toUnsignedString(count);
      throw damaged("%s counts %s, the rest of the file has room for %d".formatted(what, said, room),
          "%s 的数目为 %s，而文件其余部分只容得下 %d".formatted(what, said, room));
    }
    return (int) count;
  }

  String text(String what) {
    var utf8 = take(count(what, 1), what);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8.asByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw damaged(what + " is not UTF-8", what + " 不是 UTF-8");
    }
  }

  MemorySegment take(long count, String what) {
    long left = bytes.byteSize() - at;
    if (count < 0 || count > left) {
      throw damaged("%s takes %d bytes at byte %d, %d are left".formatted(what, count, at, left),
          "%s 在第 %d 字节处需要 %d 字节，而只剩 %d 字节".formatted(what, at, count, left));
    }
    at += count;
    return bytes.asSlice(at - count, count);
  }

  /// What was taken since the byte `from`.
  MemorySegment since(long from) {
    return bytes.asSlice(from, at - from);
  }

  BadInput damaged(String en, String zh) {
    return new BadInput("%1$s: %2$s: damaged or cut short, copy or download it again",
        "%1$s：%3$s：文件已损坏或被截短，请重新复制或下载", file, en, zh);
  }
}
