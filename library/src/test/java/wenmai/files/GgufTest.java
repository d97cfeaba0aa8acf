package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.files.GgufBytes.Bytes;
import wenmai.message.BadInput;

class GgufTest {
  @TempDir Path dir;

  private static GgufBytes everyType() {
    var file = new GgufBytes().text("general.name", "文脉").whole("u32", -1).flag("flag", true)
        .texts("texts", List.of("", "a", "▁的")).reals("reals", 1.5f, -2).wholes("wholes", 3, -4);
    file.value("u8", 0, new Bytes().i8(200)).value("i8", 1, new Bytes().i8(-2));
    file.value("u16", 2, new Bytes().i8(0xFF).i8(0xFF)).value("i16", 3, new Bytes().i8(0xFE).i8(0xFF));
    file.value("i32", 5, new Bytes().i32(-5)).value("f32", 6, new Bytes().i32(Float.floatToIntBits(0.5f)));
    file.value("u64", 10, new Bytes().i64(1L << 40)).value("i64", 11, new Bytes().i64(-6));
    file.value("f64", 12, new Bytes().i64(Double.doubleToLongBits(0.25)));
    return file.value("nested", 9, new Bytes().i32(9).i64(2).i32(0).i64(1).i8(1).i32(8).i64(1).text("x"));
  }

  private Path put(byte[] bytes) throws IOException {
    return Files.write(dir.resolve("m.gguf"), bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void whatTheHeadSaysIsRead(int version) throws IOException {
    byte[] data = new byte[100];
    new Random(1).nextBytes(data);
    var file = put(everyType().tensor("a", 0, 0, 3, 2).tensor("blocks", 8, 32, 32, 2).tensor("none", 0, 0, 0).array(version, data));
    try (var read = Gguf.open(file)) {
      assertThat(read.keys()).hasSize(16).startsWith("general.name", "u32");
      assertThat(read.text("general.name")).hasValue("文脉");
      assertThat(read.flag("flag")).hasValue(true);
      for (var whole : Map.of("u8", 200L, "i8", -2L, "u16", 65_535L, "i16", -2L, "u32", 0xFFFF_FFFFL, "i32", -5L,
          "u64", 1L << 40, "i64", -6L).entrySet()) {
        assertThat(read.whole(whole.getKey())).as(whole.getKey()).hasValue(whole.getValue());
      }
      assertThat(read.texts("texts")).hasValue(List.of("", "a", "▁的"));
      assertThat(read.reals("reals")).hasValueSatisfying(reals -> assertThat(reals).containsExactly(1.5f, -2));
      assertThat(read.wholes("wholes")).hasValueSatisfying(wholes -> assertThat(wholes).containsExactly(3, -4));
      assertThat(read.text("absent")).isEmpty();
      assertThat(read.tensors()).extracting(GgufTensor::name).containsExactly("a", "blocks", "none");
      assertThat(read.tensor("a").shape()).containsExactly(2L, 3L);
      assertThat(read.tensor("a").data().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(Arrays.copyOf(data, 24));
      assertThat(read.tensor("blocks").type()).isEqualTo(GgmlType.Q8_0);
      assertThat(read.tensor("blocks").data().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(Arrays.copyOfRange(data, 32, 100));
      assertThat(read.tensor("none").data().byteSize()).isZero();
      assertThatThrownBy(() -> read.tensor("b")).isInstanceOf(BadInput.class).hasMessageContaining("no tensor b");
      assertThatThrownBy(() -> read.text("u8")).isInstanceOf(BadInput.class).hasMessageContaining("u8 is Whole, it must be text");
      assertThatThrownBy(() -> read.reals("texts")).isInstanceOf(BadInput.class).hasMessageContaining("Items of TEXT");
    }
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    refused(new byte[0], "no GGUF file");
    refused("GGML123456789".getBytes(), "no GGUF file");
    refused(new GgufBytes().array(1, new byte[0]), "version 1");
    refused(new GgufBytes().array(0x03000000, new byte[0]), "version 50331648");
    assertThatThrownBy(() -> Gguf.open(dir.resolve("absent.gguf"))).isInstanceOf(BadInput.class).hasMessageContaining("does not exist");
  }

  @Test
  void noCountIsBelieved() throws IOException {
    for (long count : new long[] {-1, 2, 1L << 31, 1L << 40, Long.MIN_VALUE}) {
      var said = Long.toUnsignedString(count);
      refused(new Bytes().add("GGUF".getBytes()).i32(3).i64(count).i64(0).array(), "tensor_count counts " + said);
      refused(new Bytes().add("GGUF".getBytes()).i32(3).i64(0).i64(count).array(), "metadata_kv_count counts " + said);
      refused(new GgufBytes().value("k", 8, new Bytes().i64(count)).array(), "k counts " + said);
      for (int type = 0; type < 13; type++) {
        refused(new GgufBytes().value("k", 9, new Bytes().i32(type).i64(count)).array(), "k counts " + said);
      }
    }
  }

  @Test
  void aLyingValueIsRefused() throws IOException {
    refused(new GgufBytes().value("k", 13, new Bytes()).array(), "unknown type 13");
    refused(new GgufBytes().value("k", 9, new Bytes().i32(-1).i64(0)).array(), "unknown type -1");
    refused(new GgufBytes().value("k", 7, new Bytes().i8(2)).array(), "k is 2, not 0 or 1");
    refused(new GgufBytes().value("k", 8, new Bytes().i64(1).i8(0xFF)).array(), "not UTF-8");
    refused(new GgufBytes().whole("k", 1).whole("k", 1).array(), "stands twice");
    var deep = new Bytes();
    for (int i = 0; i < 9; i++) {
      deep.i32(9).i64(1);
    }
    refused(new GgufBytes().value("k", 9, deep.i32(0).i64(0)).array(), "nested deeper");
    refused(new GgufBytes().whole("general.alignment", 24).array(), "not a power of 2");
    refused(new GgufBytes().whole("general.alignment", 0).array(), "not a power of 2");
  }

  @Test
  void aLyingTensorIsRefused() throws IOException {
    byte[] data = new byte[64];
    refused(new GgufBytes().tensor("t", 0, 0, 17).array(3, data), "lies at 0 to 68");
    refused(new GgufBytes().tensor("t", 0, 16, 4).array(3, data), "multiple of 32");
    refused(new GgufBytes().tensor("t", 0, -32, 4).array(3, data), "lies at 18446744073709551584");
    refused(new GgufBytes().tensor("t", 0, Long.MAX_VALUE - 31, 8).array(3, data), "lies at");
    refused(new GgufBytes().tensor("t", 0, 0, 16).tensor("s", 0, 32, 8).array(3, data), "tensor s lies at 32");
    refused(new GgufBytes().tensor("t", 0, 0, 8).tensor("t", 0, 32, 8).array(3, data), "t stands twice");
    refused(new GgufBytes().tensor("t", 4, 0, 8).array(3, data), "unknown type 4");
    refused(new GgufBytes().tensor("t", 2, 0, 33).array(3, data), "multiples of 32");
    refused(new GgufBytes().tensor("t", 0, 0, -1).array(3, data), "shape [-1]");
    refused(new GgufBytes().tensor("t", 0, 0, 1L << 32, 1L << 32).array(3, data), "shape");
    refused(new GgufBytes().tensor("t", 0, 0, 1, 1, 1, 1, 1).array(3, data), "5 axes");
  }

  @Test
  void anyDamageIsBadInputOrAFileThatHolds() throws IOException {
    byte[] whole = everyType().tensor("a", 0, 0, 3, 2).tensor("blocks", 8, 32, 32, 2).array(3, new byte[100]);
    var file = put(whole);
    int opened = 0;
    for (int seed = 0; seed < 3000; seed++) {
      Damage.put(file, Damage.random(whole, new Random(seed)));
      try (var read = Gguf.open(file)) {
        opened++;
        read.tensors().forEach(t -> t.data().toArray(ValueLayout.JAVA_BYTE));
        read.texts("texts");
      } catch (BadInput e) {
        assertThat(e.message().zh()).as("seed %d", seed).contains("m.gguf");
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(opened).isBetween(1, 2999);
  }

  private void refused(byte[] bytes, String why) throws IOException {
    var file = put(bytes);
    assertThatThrownBy(() -> Gguf.open(file)).isInstanceOf(BadInput.class).hasMessageContaining(why)
        .satisfies(e -> assertThat(((BadInput) e).message().zh()).contains("m.gguf").matches("(?s).*[\\u4e00-\\u9fa5].*"));
  }
}
