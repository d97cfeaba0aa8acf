package wenmai.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import wenmai.message.BadInput;

/// The header of a safetensors file: 8 bytes of length, little-endian, then JSON that gives every tensor its type,
/// shape and place in the data that follow. Everything in it is a claim. It holds only where the tensors fill the data
/// exactly, one after the other, each as long as its shape and type say.
///
/// Source: the format's description at https://github.com/huggingface/safetensors (100 MB is its limit of a header).
record TensorHeader(Map<String, String> metadata, List<Slot> slots, long dataStart) {
  static final String METADATA = "__metadata__";
  static final int ALIGNMENT = 8;
  private static final int LENGTH_BYTES = 8;
  private static final long LIMIT = 100_000_000;

  /// A tensor and the bytes of the data that are its own, `end` excluded.
  record Slot(String name, ElementType type, List<Long> shape, long begin, long end) {}

  static TensorHeader read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw new BadInput("%s has %d bytes: a safetensors file begins with 8 bytes of length",
          "%s 只有 %d 字节：safetensors 文件以 8 字节的长度开头", file, size);
    }
    long length = bytes(channel, 0, LENGTH_BYTES).getLong();
    if (length < 2 || length > Math.min(LIMIT, size - LENGTH_BYTES)) {
      throw new BadInput("%s: a header of %s bytes in a file of %d bytes (at most 100 MB): damaged, or not safetensors",
          "%s：文件头长度为 %s 字节，而文件只有 %d 字节（上限 100 MB）：文件已损坏，或不是 safetensors",
          file, Long.toUnsignedString(length), size);
    }
    var json = Json.parse(text(file, bytes(channel, LENGTH_BYTES, (int) length)), file);
    long start = LENGTH_BYTES + length;
    return new Parser(file).parse(json, start, size - start);
  }

  /// The header of these tensors, laid out one after the other; padded with spaces so that the data begin at a multiple
  /// of 8.
  static byte[] bytes(Map<String, String> metadata, List<NamedTensor> tensors) {
    var json = Json.object();
    if (!metadata.isEmpty()) {
      json.set(METADATA, Json.tree(new TreeMap<>(metadata)));
    }
    long begin = 0;
    for (var tensor : tensors) {
      long end = Math.addExact(begin, tensor.bytes());
      var entry = json.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      entry.set("shape", Json.tree(tensor.shape()));
      entry.set("data_offsets", Json.tree(List.of(begin, end)));
      begin = end;
    }
    var text = Json.compact(json).getBytes(StandardCharsets.UTF_8);
    int padded = Math.ceilDiv(text.length, ALIGNMENT) * ALIGNMENT;
    var bytes = ByteBuffer.allocate(LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(text);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.array();
  }

  private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
    var bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  private static String text(Path file, ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new BadInput("%s: its header is not UTF-8: damaged, or not safetensors",
          "%s：文件头不是 UTF-8：文件已损坏，或不是 safetensors", file);
    }
  }

  private record Parser(Path file) {

    TensorHeader parse(JsonNode json, long dataStart, long dataBytes) {
      if (!json.isObject()) {
        throw new BadInput("%s: its header is not a JSON object: damaged, or not safetensors",
            "%s：文件头不是 JSON 对象：文件已损坏，或不是 safetensors", file);
      }
      var slots = new ArrayList<Slot>();
      for (var entry : json.properties()) {
        if (!entry.getKey().equals(METADATA)) {
          slots.add(slot(entry.getKey(), entry.getValue()));
        }
      }
      slots.sort(Comparator.comparingLong(Slot::begin).thenComparingLong(Slot::end).thenComparing(Slot::name));
      requireFilled(slots, dataBytes);
      return new TensorHeader(metadata(json.path(METADATA)), List.copyOf(slots), dataStart);
    }

    private Slot slot(String name, JsonNode entry) {
      var type = type(name, entry.path("dtype"));
      var shape = numbers(name, "shape", entry.path("shape"));
      var offsets = numbers(name, "data_offsets", entry.path("data_offsets"));
      if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
        throw wrong(name, "data_offsets must be [begin, end] with begin ≤ end, not " + offsets,
            "data_offsets 应为 [begin, end] 且 begin ≤ end，而不是 " + offsets);
      }
      long given = offsets.get(1) - offsets.get(0);
      long needed = size(name, type, shape);
      if (given != needed) {
        throw wrong(name, "%s %s needs %d bytes, data_offsets give %d".formatted(type, shape, needed, given),
            "%s %s 需要 %d 字节，data_offsets 给出 %d".formatted(type, shape, needed, given));
      }
      return new Slot(name, type, shape, offsets.get(0), offsets.get(1));
    }

    private ElementType type(String name, JsonNode dtype) {
      try {
        return ElementType.valueOf(dtype.asString(""));
      } catch (IllegalArgumentException e) {
        throw wrong(name, "dtype %s is none of %s".formatted(dtype, ElementType.names()),
            "dtype %s 不在支持之列：%s".formatted(dtype, ElementType.names()));
      }
    }

    private List<Long> numbers(String name, String key, JsonNode array) {
      boolean whole = array.isArray() && StreamSupport.stream(array.spliterator(), false)
          .allMatch(n -> n.isIntegralNumber() && n.canConvertToLong() && n.longValue() >= 0);
      if (!whole) {
        throw wrong(name, "%s must be a list of whole numbers from 0 on, not %s".formatted(key, array),
            "%s 应为非负整数的列表，而不是 %s".formatted(key, array));
      }
      return StreamSupport.stream(array.spliterator(), false).map(JsonNode::longValue).toList();
    }

    private long size(String name, ElementType type, List<Long> shape) {
      try {
        return type.bytes(shape);
      } catch (ArithmeticException e) {
        throw wrong(name, "shape %s is larger than any file".formatted(shape), "shape %s 超过任何文件的大小".formatted(shape));
      }
    }

    private void requireFilled(List<Slot> slots, long dataBytes) {
      long filled = 0;
      for (var slot : slots) {
        if (slot.begin() != filled) {
          throw wrong(slot.name(),
              "begins at byte %d of the data, the tensor before it ends at %d: they must follow each other"
                  .formatted(slot.begin(), filled),
              "从数据的第 %d 字节开始，而前一个张量在第 %d 字节结束：二者应当首尾相接".formatted(slot.begin(), filled));
        }
        if (slot.end() > dataBytes) {
          throw wrong(slot.name(), "ends at byte %d, the file holds %d bytes of data: it was cut short"
              .formatted(slot.end(), dataBytes),
              "在第 %d 字节结束，而文件只有 %d 字节的数据：文件被截短了".formatted(slot.end(), dataBytes));
        }
        filled = slot.end();
      }
      if (filled != dataBytes) {
        throw new BadInput("%s: its tensors end at byte %d of %d bytes of data: damaged, copy or download it again",
            "%s：张量在第 %d 字节结束，而数据共有 %d 字节：文件已损坏，请重新复制或下载", file, filled, dataBytes);
      }
    }

    private Map<String, String> metadata(JsonNode node) {
      var metadata = new TreeMap<String, String>();
      for (var entry : node.properties()) {
        metadata.put(entry.getKey(), entry.getValue().asString(""));
      }
      boolean text = node.isMissingNode() || (node.isObject() && node.valueStream().allMatch(JsonNode::isString));
      if (!text) {
        throw wrong(METADATA, "must map text to text", "应为文本到文本的映射");
      }
      return metadata;
    }

    private BadInput wrong(String name, String en, String zh) {
      return new BadInput("%1$s: tensor %2$s: %3$s", "%1$s：张量 %2$s：%4$s", file, name, en, zh);
    }
  }
}
