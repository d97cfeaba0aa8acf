package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wenmai.message.BadInput;

class SentencePieceTest {
  private static final int BPE = 2;
  @TempDir Path folder;

  @Test
  void piecesAreMergedByScore() throws IOException {
    var read = read(llama().array());
    assertThat(read).isInstanceOf(Pieces.class);
    assertThat(read.encode("the t")).containsExactly(267, 264);
    assertThat(read.decode(read.encode("the é t的"))).isEqualTo("the é t的");
    assertThat(read.specials().roles()).containsOnlyKeys(Role.UNKNOWN, Role.BOS, Role.EOS);
    assertThat(read.surround(new int[] {5})).containsExactly(5);
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"add_bos_token\": true, \"add_eos_token\": true}");
    assertThat(Tokenizer.read(folder.resolve("tokenizer.model")).surround(new int[] {5})).containsExactly(1, 5, 2);
    assertThat(Tokenizer.read(folder).encode("the t")).isEqualTo(read.encode("the t"));
  }

  @Test
  void spacesBesideOthersGoWhereTheModelSaysSo() throws IOException {
    var read = read(llama().message(3, new Message().whole(4, 1)).array());
    assertThat(read.encode("  the   t ")).isEqualTo(read(llama().array()).encode("the t"));
    assertThat(read(llama().message(3, new Message().whole(4, 1)).array()).tokens("  the   t ").getFirst()).isEqualTo(new Token(267, 2, 5));
    read.save(folder.resolve("saved"));
    assertThat(Tokenizer.read(folder.resolve("saved")).encode("  the   t ")).containsExactly(267, 264);
  }

  @Test
  void withoutBytesACharacterIsUnknown() throws IOException {
    var model = new Message().message(1, piece("<unk>", 0, 2)).message(1, piece("▁", -1, 1)).message(1, piece("a", -2, 1))
        .message(2, new Message().whole(3, BPE).whole(41, -1).whole(42, -1)).message(3, new Message().whole(4, 0).whole(3, 0));
    var read = read(model.array());
    assertThat(read.encode("a bc a")).containsExactly(2, 1, 0, 1, 2);
    read.save(folder.resolve("saved"));
    assertThat(Tokenizer.read(folder.resolve("saved")).encode("a bc a")).containsExactly(2, 1, 0, 1, 2);
  }

  @Test
  void aUnigramModelIsReadToo() throws IOException {
    var model = new Message().message(1, piece("<unk>", 0, 2)).message(1, piece("<s>", 0, 3)).message(1, piece("</s>", 0, 3));
    for (var token : List.of("▁", "a", "b", "▁ab", "▁a")) {
      model.message(1, piece(token, -4 + token.length(), 1));
    }
    var read = read(model.message(2, new Message().whole(3, 1)).array());
    assertThat(read).isInstanceOf(Unigram.class);
    assertThat(read.encode("  ab  a ")).containsExactly(6, 7);
    assertThat(read.encode("zab")).containsExactly(3, 0, 4, 5);
    refused(model.message(1, piece("<x>", 0, 4)), "USER_DEFINED");
  }

  /// One rule, by which a becomes what stands at a place among the replacements, which are two bytes long.
  @ParameterizedTest
  @CsvSource({"3", "2147483647"})
  void aRuleThatPointsBehindItsReplacementsIsRefused(int place) throws IOException {
    var rules = ByteBuffer.allocate(4 + 1024 + 2).order(ByteOrder.LITTLE_ENDIAN).putInt(1024)
        .putInt(4 + 4 * 'a', 128 << 10 | 1 << 8 | 'a').putInt(4 + 4 * ('a' ^ 128), 1 << 31 | place).put(4 + 1024, (byte) 'b');
    var model = new Message().message(1, piece("<unk>", 0, 2)).message(1, piece("▁", -1, 1)).message(1, piece("b", -1, 1))
        .message(2, new Message().whole(3, 1)).message(3, new Message().bytes(2, rules.array()));
    var read = read(model.array());
    assertThat(read.encode("b")).isNotEmpty();
    assertThatThrownBy(() -> read.encode("a")).isInstanceOf(BadInput.class).hasMessageContaining("precompiled_charsmap");
  }

  @Test
  void whatIsNotKnownIsRefusedByName() throws IOException {
    refused(llama().message(2, new Message().whole(3, 4)), "model_type is 4");
    refused(llama().message(1, piece("<x>", 0, 4)).message(3, new Message()), "USER_DEFINED beside rules");
    refused(llama().message(3, new Message().whole(4, 0).bytes(2, new byte[] {1})), "precompiled_charsmap is damaged");
    refused(llama().message(2, new Message().whole(3, BPE).whole(24, 1)), "treat_whitespace_as_suffix is true");
    refused(llama().message(5, new Message().bytes(2, new byte[] {1})), "denormalizer_spec");
    refused(llama().message(1, new Message()), "piece 268 is empty");
    refused(llama().message(1, piece("t", 0, 1)), "'t' stands twice");
    refused(llama().message(2, new Message().whole(3, BPE).whole(43, 500)), "the pad_token is 500");
  }

  @Test
  void anyDamageIsBadInputOrATokenizer() throws IOException {
    byte[] whole = llama().array();
    var random = new Random(14);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(8) == 0 ? random.nextInt(whole.length) : whole.length);
      for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        read(bytes).encode("the é");
      } catch (BadInput e) {
        assertThat(e.message().zh()).isNotEqualTo(e.message().en());
      } catch (RuntimeException e) {
        throw new AssertionError("seed 14, round " + round, e);
      }
    }
  }

  /// A small model of Llama 2's kind.
  private static Message llama() {
    var model = new Message().message(1, piece("<unk>", 0, 2)).message(1, piece("<s>", 0, 3)).message(1, piece("</s>", 0, 3));
    for (int b = 0; b < 256; b++) {
      model.message(1, piece(Pieces.byteToken(b), 0, 6));
    }
    int score = 0;
    for (var token : new String[] {"h", "t", "e", "th", "▁", "▁t", "he", "▁th", "▁the"}) {
      model.message(1, piece(token, score--, 1));
    }
    return model.message(2, new Message().whole(3, BPE)).message(3, new Message().whole(4, 0));
  }

  private static Message piece(String text, float score, int type) {
    return new Message().bytes(1, text.getBytes(StandardCharsets.UTF_8)).real(2, score).whole(3, type);
  }

  private Tokenizer read(byte[] model) throws IOException {
    return Tokenizer.read(Files.write(folder.resolve("tokenizer.model"), model));
  }

  private void refused(Message model, String why) {
    assertThatThrownBy(() -> read(model.array())).isInstanceOf(BadInput.class).hasMessageContaining(why);
  }

  /// Writes protobuf.
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message whole(int number, long value) {
      varint((long) number << 3);
      varint(value);
      return this;
    }

    Message real(int number, float value) {
      varint((long) number << 3 | 5);
      out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
      return this;
    }

    Message bytes(int number, byte[] value) {
      varint((long) number << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message message(int number, Message value) {
      return bytes(number, value.array());
    }

    byte[] array() {
      return out.toByteArray();
    }

    private void varint(long value) {
      for (; value >>> 7 != 0; value >>>= 7) {
        out.write((int) (value & 0x7F | 0x80));
      }
      out.write((int) value);
    }
  }
}
