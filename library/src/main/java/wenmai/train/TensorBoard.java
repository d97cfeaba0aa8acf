package wenmai.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;

/// A file of scalars that TensorBoard reads: records of TensorFlow's TFRecord format (length, masked CRC-32C of the length, data,
/// masked CRC-32C of the data), each an `Event` in protobuf's encoding. Both formats are few enough bytes to be written
/// by hand (tensorflow/core/lib/io/record_writer.h, tensorflow/core/util/event.proto, summary.proto).
///
/// Every start of a run writes a file of its own, which begins by telling TensorBoard to forget later steps.
final class TensorBoard implements AutoCloseable {
  private static final int MASK = 0xa282ead8;

  private final OutputStream out;

  /// @param lastStep that the run has done already
  TensorBoard(Path folder, int lastStep) throws IOException {
    Files.createDirectories(folder);
    long before;
    try (var files = Files.list(folder)) {
      before = files.count();
    }
    var name = "events.out.tfevents.%010d.%06d".formatted(System.currentTimeMillis() / 1000, before);   // read in the order of names
    out = Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW);
    record(new Fields().time().text(3, "brain.Event:2"));
    record(new Fields().time().number(2, lastStep + 1).message(7, new Fields().number(1, 1)));   // a session's START
  }

  /// Every number of a line of metrics but its step.
  void write(JsonNode line) throws IOException {
    var summary = new Fields();
    line.properties().stream().filter(e -> e.getValue().isNumber() && !e.getKey().equals("step"))
        .forEach(e -> summary.message(1, new Fields().text(1, e.getKey()).single(2, e.getValue().floatValue())));
    if (!summary.isEmpty()) {
      record(new Fields().time().number(2, line.path("step").asLong()).message(5, summary));
    }
  }

  private void record(Fields event) throws IOException {
    var data = event.bytes();
    var length = little(8).putLong(data.length).array();
    var whole = little(data.length + 16).put(length).putInt(masked(length)).put(data).putInt(masked(data));
    out.write(whole.array());
  }

  private static int masked(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /// Fields of a protobuf message: a key (number and wire type), then the value (protobuf.dev/programming-guides/encoding).
  private static final class Fields {
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();

    /// The field 1 of an event: seconds since 1970.
    Fields time() {
      encoded.write(1 << 3 | 1);
      encoded.writeBytes(little(8).putDouble(System.currentTimeMillis() / 1e3).array());
      return this;
    }

    Fields number(int field, long value) {
      encoded.write(field << 3);
      varint(value);
      return this;
    }

    Fields single(int field, float value) {
      encoded.write(field << 3 | 5);
      encoded.writeBytes(little(4).putFloat(value).array());
      return this;
    }

    Fields text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Fields message(int field, Fields value) {
      return bytes(field, value.bytes());
    }

    private Fields bytes(int field, byte[] value) {
      encoded.write(field << 3 | 2);
      varint(value.length);
      encoded.writeBytes(value);
      return this;
    }

    /// Seven bits a byte, the lowest first.
    private void varint(long value) {
      long rest = value;
      for (; rest > 127; rest >>>= 7) {
        encoded.write((int) (rest & 127 | 128));
      }
      encoded.write((int) rest);
    }

    boolean isEmpty() {
      return encoded.size() == 0;
    }

    byte[] bytes() {
      return encoded.toByteArray();
    }
  }
}
