package wenmai.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wenmai.message.BadInput;

/// A message in protobuf's wire format: numbered fields, each a number or bytes (a text, or a message again). What the
/// numbers mean is the reader's knowledge. Of a field that stands several times and may stand once, the last counts.
/// Lengths are checked before anything is made for them, and nothing is copied until it is asked for.
///
/// Source: https://protobuf.dev/programming-guides/encoding.
public final class Protobuf {
  private static final int NUMBER = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private final Object origin;
  private final List<Field> fields = new ArrayList<>();

  private record Field(int number, int wire, long bits, ByteBuffer bytes) {}

  /// `origin` is what the error calls the bytes: a file.
  public Protobuf(ByteBuffer bytes, Object origin) {
    this.origin = origin;
    var in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      fields.add(field(in));
    }
  }

  public List<Protobuf> messages(int number) {
    return fields.stream().filter(field -> field.number == number)
        .map(field -> new Protobuf(expect(field, BYTES).bytes, origin)).toList();
  }

  /// The message of this number; an empty one where there is none.
  public Protobuf message(int number) {
    return new Protobuf(last(number, BYTES).map(Field::bytes).orElse(ByteBuffer.allocate(0)), origin);
  }

  public byte[] bytes(int number) {
    var bytes = last(number, BYTES).map(Field::bytes).orElse(ByteBuffer.allocate(0)).duplicate();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  /// The text of this number; an empty one where there is none.
  public String text(int number) {
    var bytes = last(number, BYTES).map(Field::bytes).orElse(ByteBuffer.allocate(0));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw damaged("field %d is not UTF-8".formatted(number), "字段 %d 不是 UTF-8".formatted(number));
    }
  }

  public long whole(int number, long otherwise) {
    return last(number, NUMBER).map(Field::bits).orElse(otherwise);
  }

  public boolean flag(int number, boolean otherwise) {
    return last(number, NUMBER).map(field -> field.bits != 0).orElse(otherwise);
  }

  public float real(int number, float otherwise) {
    return last(number, FIXED32).map(field -> Float.intBitsToFloat((int) field.bits)).orElse(otherwise);
  }

  private Optional<Field> last(int number, int wire) {
    return fields.reversed().stream().filter(field -> field.number == number).findFirst()
        .map(field -> expect(field, wire));
  }

  private Field expect(Field field, int wire) {
    if (field.wire != wire) {
      throw damaged("field %d has wire type %d, not %d".formatted(field.number, field.wire, wire),
          "字段 %d 的类型为 %d，应为 %d".formatted(field.number, field.wire, wire));
    }
    return field;
  }

  private Field field(ByteBuffer in) {
    long tag = number(in);
    int number = (int) (tag >>> 3);
    int wire = (int) tag & 7;
    if (number < 1 || tag >>> 3 != number) {
      throw damaged("field number %d".formatted(tag >>> 3), "字段编号为 %d".formatted(tag >>> 3));
    }
    return switch (wire) {
      case NUMBER -> new Field(number, wire, number(in), in);
      case FIXED64 -> new Field(number, wire, require(in, 8).getLong(), in);
      case FIXED32 -> new Field(number, wire, require(in, 4).getInt(), in);
      case BYTES -> new Field(number, wire, 0, take(in, number(in)));
      default -> throw damaged("field %d has wire type %d".formatted(number, wire), "字段 %d 的类型为 %d".formatted(number, wire));
    };
  }

  /// Seven bits a byte, the lowest first; all but the last byte have their eighth bit set.
  private long number(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = require(in, 1).get();
      number |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return number;
      }
    }
    throw damaged("a number of more than 10 bytes", "一个数超过 10 字节");
  }

  private ByteBuffer take(ByteBuffer in, long length) {
    var bytes = require(in, length).slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return bytes;
  }

  private ByteBuffer require(ByteBuffer in, long count) {
    if (count < 0 || count > in.remaining()) {
      throw damaged("%s bytes where %d are left".formatted(Long.toUnsignedString(count), in.remaining()),
          "需要 %s 字节，而只剩 %d 字节".formatted(Long.toUnsignedString(count), in.remaining()));
    }
    return in;
  }

  private BadInput damaged(String en, String zh) {
    return new BadInput("%1$s: %2$s: no protobuf message, or damaged", "%1$s：%3$s：不是 protobuf 消息，或已损坏", origin, en, zh);
  }
}
