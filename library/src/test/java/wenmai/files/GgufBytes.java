package wenmai.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes small GGUF files, wrong ones too.
public final class GgufBytes {
  private final Bytes values = new Bytes();
  private final Bytes tensors = new Bytes();
  private int valueCount;
  private int tensorCount;

  public GgufBytes text(String key, String value) {
    return value(key, 8, new Bytes().text(value));
  }

  public GgufBytes whole(String key, int value) {
    return value(key, 4, new Bytes().i32(value));
  }

  public GgufBytes flag(String key, boolean value) {
    return value(key, 7, new Bytes().i8(value ? 1 : 0));
  }

  public GgufBytes texts(String key, List<String> texts) {
    var items = new Bytes().i32(8).i64(texts.size());
    texts.forEach(items::text);
    return value(key, 9, items);
  }

  public GgufBytes reals(String key, float... reals) {
    var items = new Bytes().i32(6).i64(reals.length);
    for (float real : reals) {
      items.i32(Float.floatToIntBits(real));
    }
    return value(key, 9, items);
  }

  public GgufBytes wholes(String key, int... wholes) {
    var items = new Bytes().i32(5).i64(wholes.length);
    for (int whole : wholes) {
      items.i32(whole);
    }
    return value(key, 9, items);
  }

  GgufBytes value(String key, int type, Bytes value) {
    values.text(key).i32(type).add(value.array());
    valueCount++;
    return this;
  }

  /// Axes innermost first, as the file has them.
  public GgufBytes tensor(String name, int type, long offset, long... axes) {
    tensors.text(name).i32(axes.length);
    for (long axis : axes) {
      tensors.i64(axis);
    }
    tensors.i32(type).i64(offset);
    tensorCount++;
    return this;
  }

  public byte[] array() {
    return array(3, new byte[0]);
  }

  public byte[] array(int version, byte[] data) {
    var all = new Bytes().add("GGUF".getBytes(StandardCharsets.US_ASCII)).i32(version).i64(tensorCount).i64(valueCount)
        .add(values.array()).add(tensors.array());
    while (data.length > 0 && all.array().length % 32 != 0) {
      all.i8(0);
    }
    return all.add(data).array();
  }

  /// Little-endian bytes.
  static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes i8(int value) {
      out.write(value);
      return this;
    }

    Bytes i32(int value) {
      return add(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    Bytes i64(long value) {
      return add(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    Bytes text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return i64(utf8.length).add(utf8);
    }

    Bytes add(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    byte[] array() {
      return out.toByteArray();
    }
  }
}
