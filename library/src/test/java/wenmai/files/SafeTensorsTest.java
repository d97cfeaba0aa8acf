package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wenmai.message.BadInput;

class SafeTensorsTest {
  @TempDir Path dir;

  static NamedTensor floats(String name, List<Long> shape, float... values) {
    return new NamedTensor(name, ElementType.F32, shape, MemorySegment.ofArray(values));
  }

  static NamedTensor tensor(String name, ElementType type, List<Long> shape, Random random) {
    var bytes = new byte[(int) type.bytes(shape)];
    random.nextBytes(bytes);
    return new NamedTensor(name, type, shape, MemorySegment.ofArray(bytes));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var random = new Random(1);
    var tensors = List.of(tensor("b.文", ElementType.BF16, List.of(3L, 5L), random),
        tensor("flags", ElementType.BOOL, List.of(7L), random), tensor("scalar", ElementType.F64, List.of(), random),
        tensor("none", ElementType.I32, List.of(4L, 0L), random),
        tensor("a \"q\"", ElementType.I8, List.of(2L), random),
        tensor("large", ElementType.F16, List.of(1L << 20, 2L), random));
    var file = dir.resolve("m.safetensors");
    SafeTensors.write(file, Map.of("format", "pt", "说明", "文脉"), tensors);
    try (var read = SafeTensors.open(file)) {
      assertThat(read.names()).containsExactly("scalar", "none", "b.文", "large", "a \"q\"", "flags");
      assertThat(read.metadata()).isEqualTo(Map.of("format", "pt", "说明", "文脉"));
      for (var t : tensors) {
        var back = read.entry(t.name());
        assertThat(back.type()).isEqualTo(t.type());
        assertThat(back.shape()).isEqualTo(t.shape());
        assertThat(back.data().mismatch(t.data())).as(t.name()).isEqualTo(-1);
        assertThat(back.data().isReadOnly()).isTrue();
        assertThat(back.data().address() % t.type().bytes()).as(t.name()).isZero();
      }
      var copy = dir.resolve("copy.safetensors");
      SafeTensors.write(copy, read.metadata(), read.tensors().reversed());
      assertThat(copy).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void aModelWithoutTensorsIsAFileToo() {
    var file = dir.resolve("m.safetensors");
    SafeTensors.write(file, Map.of(), List.of());
    try (var read = SafeTensors.open(file)) {
      assertThat(read.names()).isEmpty();
      assertThatThrownBy(() -> read.entry("a")).isInstanceOf(BadInput.class).hasMessageEndingWith("holds no tensor at all; copy or download it again");
    }
  }

  @Test
  void aSliceDiesWithItsFile() {
    var file = dir.resolve("m.safetensors");
    SafeTensors.write(file, Map.of(), List.of(floats("a", List.of(2L), 1, 2)));
    var read = SafeTensors.open(file);
    var data = read.entry("a").data();
    assertThat(data.getAtIndex(ValueLayout.JAVA_FLOAT, 1)).isEqualTo(2);
    read.close();
    assertThatThrownBy(() -> data.get(ValueLayout.JAVA_FLOAT, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    var file = dir.resolve("m.safetensors");
    SafeTensors.write(file, Map.of(), List.of(floats("a", List.of(2L), 1, 2)));
    var before = Files.readAllBytes(file);
    var wrong = new NamedTensor("b", ElementType.F32, List.of(3L), MemorySegment.ofArray(new float[2]));
    assertThatThrownBy(() -> SafeTensors.write(file, Map.of(), List.of(wrong))).hasMessageContaining("needs 12 bytes");
    assertThat(file).hasBinaryContent(before);
    assertThat(AtomicTest.names(dir)).containsExactly("m.safetensors");
  }

  @Test
  void aMissingTensorNamesTheNearest() {
    var file = dir.resolve("m.safetensors");
    SafeTensors.write(file, Map.of(),
        List.of(floats("model.norm.weight", List.of(1L), 1), floats("lm_head", List.of(1L), 1)));
    try (var read = SafeTensors.open(file)) {
      assertThatThrownBy(() -> read.entry("norm.weight")).isInstanceOf(BadInput.class)
          .hasMessageContaining("nearest name is model.norm.weight");
    }
    assertThatThrownBy(() -> SafeTensors.open(dir.resolve("absent.safetensors"))).isInstanceOf(BadInput.class);
  }

  @Test
  void shardsAreReadAsOne() throws IOException {
    SafeTensors.write(dir.resolve("model-1.safetensors"), Map.of("format", "pt"), List.of(floats("a", List.of(1L), 1)));
    SafeTensors.write(dir.resolve("model-2.safetensors"), Map.of(),
        List.of(floats("b", List.of(1L), 2), floats("a", List.of(1L), 3)));
    var index = dir.resolve("model.safetensors.index.json");
    Files.writeString(index, "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}");
    try (var read = SafeTensors.open(dir)) {
      assertThat(read.names()).containsExactly("a", "b");
      assertThat(read.entry("a").data().get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(1);
      assertThat(read.entry("b").data().get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(2);
      assertThat(read.metadata()).containsEntry("format", "pt");
    }
    Files.writeString(index, "{\"weight_map\": {\"c\": \"model-1.safetensors\"}}");
    assertThatThrownBy(() -> SafeTensors.open(index)).isInstanceOf(BadInput.class).hasMessageContaining("tensor c");
    Files.writeString(index, "{\"weight_map\": {\"a\": \"model-3.safetensors\"}}");
    assertThatThrownBy(() -> SafeTensors.open(index)).isInstanceOf(BadInput.class)
        .hasMessageContaining("model-3.safetensors");
    Files.writeString(index, "{\"weight_map\": {\"a\": \"../model-1.safetensors\"}}");
    assertThatThrownBy(() -> SafeTensors.open(index)).isInstanceOf(BadInput.class).hasMessageContaining("../model-1");
    Files.writeString(index, "[]");
    assertThatThrownBy(() -> SafeTensors.open(index)).isInstanceOf(BadInput.class).hasMessageContaining("weight_map");
  }

  /// Eight bytes of data, headers that lie about them.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'t':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}} | dtype \"F33\"",
      "{'t':{'shape':[2],'data_offsets':[0,8]}} | dtype",
      "{'t':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | shape must be",
      "{'t':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | shape must be",
      "{'t':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | shape must be",
      "{'t':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | shape must be",
      "{'t':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | larger than any file",
      "{'t':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | needs 12 bytes",
      "{'t':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | cut short",
      "{'t':{'dtype':'F32','shape':[1],'data_offsets':[8,4]}} | begin ≤ end",
      "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0]}} | begin ≤ end",
      "{'t':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | must follow each other",
      "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | end at byte 4 of 8",
      "{'s':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'t':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} "
          + "| must follow each other",
      "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'t':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} "
          + "| \"t\"",
      "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'__metadata__':{'a':1}} | must map text to text",
      "{'t':5} | dtype",
      "[1,2] | not a JSON object",
      "{'t' | not valid JSON",
      "{} {} | not valid JSON"})
  void aLyingHeaderIsBadInput(String header, String said) throws IOException {
    var file = dir.resolve("m.safetensors");
    Files.write(file, file(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 8));
    assertThatThrownBy(() -> SafeTensors.open(file)).isInstanceOf(BadInput.class)
        .hasMessageContaining(said).hasMessageContaining("m.safetensors");
  }

  @Test
  void aLyingLengthIsBadInput() throws IOException {
    var file = dir.resolve("m.safetensors");
    for (long length : new long[] {-1, 0, 1, 9, 100_000_001, 1L << 40, Long.MIN_VALUE}) {
      Files.write(file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
      assertThatThrownBy(() -> SafeTensors.open(file)).as("length %d", length).isInstanceOf(BadInput.class)
          .hasMessageContaining("a header of");
    }
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> SafeTensors.open(file)).isInstanceOf(BadInput.class).hasMessageContaining("0 bytes");
    Files.write(file, file(new byte[] {'{', '"', (byte) 0xff, '"', '}'}, 0));
    assertThatThrownBy(() -> SafeTensors.open(file)).isInstanceOf(BadInput.class).hasMessageContaining("not UTF-8");
  }

  @Test
  void anyDamageIsBadInputOrAFileThatHolds() throws IOException {
    var file = dir.resolve("m.safetensors");
    SafeTensors.write(file, Map.of("format", "pt"), List.of(floats("a", List.of(2L, 3L), 1, 2, 3, 4, 5, 6),
        floats("b.文", List.of(), 7), tensor("c", ElementType.U8, List.of(5L), new Random(3))));
    var whole = Files.readAllBytes(file);
    int opened = 0;
    for (int seed = 0; seed < 3000; seed++) {
      Damage.put(file, Damage.random(whole, new Random(seed)));
      try (var read = SafeTensors.open(file)) {
        opened++;
        read.tensors().forEach(t -> t.data().toArray(ValueLayout.JAVA_BYTE));
      } catch (BadInput e) {
        assertThat(e.message().zh()).as("seed %d", seed).contains("m.safetensors");
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(opened).isBetween(1, 2999);
  }

  private static byte[] file(byte[] header, int data) {
    return ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length).put(header).array();
  }
}
