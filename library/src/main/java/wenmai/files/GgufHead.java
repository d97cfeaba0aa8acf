package wenmai.files;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wenmai.files.GgufValue.Flag;
import wenmai.files.GgufValue.Items;
import wenmai.files.GgufValue.Real;
import wenmai.files.GgufValue.Text;
import wenmai.files.GgufValue.Type;
import wenmai.files.GgufValue.Whole;
import wenmai.message.BadInput;

/// The head of a GGUF file: the values by name, then the tensors by name, each with its place in the data.
record GgufHead(Map<String, GgufValue> values, Map<String, GgufTensor> tensors) {
  private static final int MAGIC = 0x46554747;  // "GGUF"
  private static final int SMALLEST_VALUE = 8 + 4 + 1;
  private static final int SMALLEST_TENSOR = 8 + 4 + 4 + 8;
  private static final int MOST_AXES = 4;
  private static final int DEEPEST_LIST = 4;
  private static final long ALIGNMENT = 32;

  static GgufHead read(Path file, MemorySegment bytes) {
    return new Reader(file, bytes, new GgufCursor(file, bytes)).head();
  }

  private record Claim(String name, GgmlType type, List<Long> shape, long offset, long bytes) {
    long end() {
      return offset + bytes;
    }
  }

  private record Reader(Path file, MemorySegment bytes, GgufCursor in) {

    GgufHead head() {
      requireKnown();
      int tensors = in.count("tensor_count", SMALLEST_TENSOR);
      int count = in.count("metadata_kv_count", SMALLEST_VALUE);
      var values = new LinkedHashMap<String, GgufValue>();
      for (int i = 0; i < count; i++) {
        var key = in.text("key");
        if (values.put(key, value(key, type(key), 0)) != null) {
          throw in.damaged(key + " stands twice", key + " 出现两次");
        }
      }
      var claims = new ArrayList<Claim>();
      for (int i = 0; i < tensors; i++) {
        claims.add(claim());
      }
      return new GgufHead(values, placed(claims, alignment(values)));
    }

    private void requireKnown() {
      if (bytes.byteSize() < 8 || in.i32("magic") != MAGIC) {
        throw new BadInput("%s is no GGUF file: it must begin with 'GGUF'", "%s 不是 GGUF 文件：开头应为 GGUF", file);
      }
      int version = in.i32("version");
      if (version != 2 && version != 3) {
        throw new BadInput("%s is GGUF of version %s, versions 2 and 3 in little-endian order are read: convert the model "
            + "again", "%s 是版本为 %s 的 GGUF，这里读取小端序的版本 2 和 3：请重新转换模型",
            file, Integer.toUnsignedString(version));
      }
    }

    private Type type(String key) {
      int code = in.i32(key);
      return Type.of(code).orElseThrow(() -> in.damaged("%s has the unknown type %d".formatted(key, code),
          "%s 的类型 %d 未知".formatted(key, code)));
    }

    private GgufValue value(String key, Type type, int depth) {
      return switch (type) {
        case U8 -> new Whole(in.i8(key) & 0xFF);
        case I8 -> new Whole(in.i8(key));
        case U16 -> new Whole(in.i16(key) & 0xFFFF);
        case I16 -> new Whole(in.i16(key));
        case U32 -> new Whole(in.i32(key) & 0xFFFF_FFFFL);
        case I32 -> new Whole(in.i32(key));
        case U64, I64 -> new Whole(in.i64(key));
        case F32 -> new Real(in.f32(key));
        case F64 -> new Real(in.f64(key));
        case BOOL -> new Flag(in.flag(key));
        case TEXT -> new Text(in.text(key));
        case ITEMS -> items(key, depth + 1);
      };
    }

    private Items items(String key, int depth) {
      if (depth > DEEPEST_LIST) {
        throw in.damaged("%s is nested deeper than %d lists".formatted(key, DEEPEST_LIST),
            "%s 的列表嵌套超过 %d 层".formatted(key, DEEPEST_LIST));
      }
      var type = type(key);
      int count = in.count(key, type.bytes());
      long from = in.at();
      if (type.fixed()) {
        in.take((long) count * type.bytes(), key);
      } else {
        for (int i = 0; i < count; i++) {
          value(key, type, depth);
        }
      }
      return new Items(type, count, in.since(from));
    }

    private Claim claim() {
      var name = in.text("tensor name");
      int axes = in.i32(name);
      if (axes < 0 || axes > MOST_AXES) {
        throw in.damaged("tensor %s has %d axes, at most %d".formatted(name, axes, MOST_AXES),
            "张量 %s 有 %d 个轴，至多 %d 个".formatted(name, axes, MOST_AXES));
      }
      var shape = new ArrayList<Long>();
      for (int i = 0; i < axes; i++) {
        shape.add(in.i64(name));
      }
      Collections.reverse(shape);
      int code = in.i32(name);
      var type = GgmlType.of(code).orElseThrow(() -> in.damaged("tensor %s has the unknown type %d".formatted(name, code),
          "张量 %s 的类型 %d 未知".formatted(name, code)));
      return new Claim(name, type, shape, in.i64(name), size(name, type, shape));
    }

    private long size(String name, GgmlType type, List<Long> shape) {
      long row = shape.isEmpty() ? 1 : shape.getLast();
      try {
        if (shape.stream().allMatch(n -> n >= 0) && row % type.block() == 0) {
          return type.bytes(shape);
        }
      } catch (ArithmeticException e) {  // larger than any file
      }
      throw in.damaged("tensor %s: shape %s is not of %s, whose rows are multiples of %d".formatted(name, shape, type, type.block()),
          "张量 %s：形状 %s 不合于 %s，其行长须为 %d 的倍数".formatted(name, shape, type, type.block()));
    }

    private long alignment(Map<String, GgufValue> values) {
      var value = values.getOrDefault("general.alignment", new Whole(ALIGNMENT));
      if (value instanceof Whole(long alignment) && alignment > 0 && Long.bitCount(alignment) == 1 && alignment <= 1 << 30) {
        return alignment;
      }
      throw in.damaged("general.alignment is %s, not a power of 2".formatted(value),
          "general.alignment 为 %s，应为 2 的幂".formatted(value));
    }

    /// Tensors that lie within the data and do not overlap, in the order of the file.
    private Map<String, GgufTensor> placed(List<Claim> claims, long alignment) {
      long start = Math.min(bytes.byteSize(), Math.ceilDiv(in.at(), alignment) * alignment);
      var data = bytes.asSlice(start);
      long end = 0;
      for (var claim : claims.stream().sorted(Comparator.comparingLong(Claim::offset).thenComparingLong(Claim::bytes)).toList()) {
        if (claim.offset < end || claim.offset % alignment != 0 || claim.offset > data.byteSize() - claim.bytes) {
          throw in.damaged("tensor %s lies at %s to %s of %d bytes of data; it must begin at a multiple of %d behind the one before it"
                  .formatted(claim.name, Long.toUnsignedString(claim.offset), Long.toUnsignedString(claim.end()), data.byteSize(), alignment),
              "张量 %s 位于数据的第 %s 至 %s 字节，而数据共 %d 字节；它应从 %d 的倍数处开始，且在前一个之后"
                  .formatted(claim.name, Long.toUnsignedString(claim.offset), Long.toUnsignedString(claim.end()), data.byteSize(), alignment));
        }
        end = claim.end();
      }
      var tensors = new LinkedHashMap<String, GgufTensor>();
      for (var claim : claims) {
        var tensor = new GgufTensor(claim.name, claim.type, claim.shape, claim.offset, data.asSlice(claim.offset, claim.bytes));
        if (tensors.put(claim.name, tensor) != null) {
          throw in.damaged("tensor %s stands twice".formatted(claim.name), "张量 %s 出现两次".formatted(claim.name));
        }
      }
      return tensors;
    }
  }
}
