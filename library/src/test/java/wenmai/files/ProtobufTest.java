package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wenmai.message.BadInput;

class ProtobufTest {
  private static Protobuf message(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return new Protobuf(ByteBuffer.wrap(all), "m.model");
  }

  @Test
  void fieldsAreReadByTheirNumbers() {
    var message = message(0x08, 0x96, 0x01, 0x12, 2, 'h', 'i', 0x1D, 0, 0, 0x80, 0x3F, 0x20, 1,
        0x2A, 2, 0x08, 5, 0x2A, 2, 0x08, 6, 0x31, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(message.whole(1, 0)).isEqualTo(150);
    assertThat(message.text(2)).isEqualTo("hi");
    assertThat(message.bytes(2)).containsExactly('h', 'i');
    assertThat(message.real(3, 0)).isEqualTo(1);
    assertThat(message.flag(4, false)).isTrue();
    assertThat(message.messages(5)).extracting(m -> m.whole(1, 0)).containsExactly(5L, 6L);
    assertThat(message.message(5).whole(1, 0)).isEqualTo(6);
    assertThat(message.whole(9, -7)).isEqualTo(-7);
    assertThat(message.text(9)).isEmpty();
    assertThat(message.message(9).flag(1, true)).isTrue();
    assertThat(message(0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01).whole(1, 0)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"0800 00, field number 0", "08, 1 bytes where 0", "0880, 1 bytes where 0", "12ff, 1 bytes where 0", "1205ff, 5 bytes where 1",
      "12ffffffffffffffffff01, 18446744073709551615 bytes", "0b, wire type 3", "0d0000, 4 bytes where 2",
      "08ffffffffffffffffffff01, more than 10 bytes"})
  void aLyingMessageIsBadInput(String hex, String why) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> new Protobuf(ByteBuffer.wrap(bytes), "m.model")).isInstanceOf(BadInput.class)
        .hasMessageContaining(why).satisfies(e -> assertThat(((BadInput) e).message().zh()).contains("m.model：", "已损坏"));
  }

  @Test
  void aFieldOfAnotherTypeIsBadInput() {
    assertThatThrownBy(() -> message(0x08, 1).text(1)).isInstanceOf(BadInput.class).hasMessageContaining("wire type 0, not 2");
    assertThatThrownBy(() -> message(0x0A, 1, 0xFF).text(1)).isInstanceOf(BadInput.class).hasMessageContaining("UTF-8");
  }

  @Test
  void randomBytesAreBadInputOrAMessage() {
    var random = new Random(4);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      try {
        new Protobuf(ByteBuffer.wrap(bytes), "m.model").text(1);
      } catch (BadInput e) {
        assertThat(e).hasMessageContaining("m.model");
      } catch (RuntimeException e) {
        throw new AssertionError("seed 4, round " + round, e);
      }
    }
  }
}
