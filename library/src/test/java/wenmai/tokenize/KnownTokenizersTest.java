package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.BadInput;

/// Tokenizers that others made, with the ids that others computed.
@Tag("data")
class KnownTokenizersTest {
  @TempDir
  private Path folder;

  /// llama.cpp's vectors for Qwen's vocabulary, checked there with Hugging Face's tokenizers.
  @Test
  void qwenGivesTheKnownIds() throws IOException {
    var file = folder.resolve("tokenizer.json");
    var packed = TokenizersTwin.data("tokenizers/qwen3/tokenizer.json.gz");
    try (var in = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.copy(in, file);
    }
    var qwen = Tokenizer.read(file);
    var vectors = TokenizersTwin.data("tokenizers/ggml-vocab-qwen2.gguf");
    var texts = Files.readString(Path.of(vectors + ".inp")).split("\n__ggml_vocab_test__\n", -1);
    var lines = Files.readAllLines(Path.of(vectors + ".out"));
    for (int i = 0; i < lines.size(); i++) {
      var numbers = Pattern.compile("\\d+").matcher(lines.get(i)).results();
      int[] ids = numbers.mapToInt(number -> Integer.parseInt(number.group())).toArray();
      assertThat(qwen.encode(texts[i])).as(texts[i]).isEqualTo(ids);
      assertThat(qwen.decode(ids)).isEqualTo(texts[i]);
    }
    assertThat(qwen.encode("<think>")).hasSizeGreaterThan(1);
    assertThat(qwen.decode(qwen.id("<think>").getAsInt(), qwen.id("<|endoftext|>").getAsInt())).isEqualTo("<think>");
    qwen.save(folder.resolve("again"));
    var again = Tokenizer.read(folder.resolve("again"));
    assertThat(again.specials()).isEqualTo(qwen.specials());
    assertThat(again.encode(texts[texts.length - 2])).isEqualTo(qwen.encode(texts[texts.length - 2]));
  }

  /// The ids that bge-small-zh got for each text from its own tokenizer, whose vocabulary is BERT's Chinese one.
  @Test
  void chineseBertGivesTheKnownIds() throws IOException {
    var bert = Tokenizer.read(TokenizersTwin.data("tokenizers/bert-base-chinese-vocab.txt"));
    assertThat(bert.vocabularySize()).isEqualTo(21_128);
    for (var line : Files.readAllLines(TokenizersTwin.data("encoders/bge-small-zh-v1.5.tsv"))) {
      var columns = line.split("\t");
      assertThat(Arrays.toString(bert.surround(bert.encode(columns[0])))).as(columns[0]).isEqualTo(columns[1]);
    }
  }

  @Test
  void llama2cEncodesAsItsScoresSay() throws IOException {
    var file = TokenizersTwin.data("lm/tok512.bin");
    var tokenizer = Llama2c.read(file);
    assertThat(tokenizer.vocabularySize()).isEqualTo(512);
    var byScores = new ByScores(file);
    var texts = new ArrayList<>(TokenizersTwin.lines(TokenizersTwin.data("lm/stories260K.greedy200.txt")));
    texts.addAll(TokenizersTwin.lines(TokenizersTwin.data("corpora/tinyshakespeare.txt")).subList(0, 2_000));
    texts.addAll(new RandomText(9).lines(2_000).stream().map(text -> text.replace("▁", "")).toList());
    for (var text : texts) {
      assertThat(tokenizer.encode(text)).as("seed 9: %s", text).isEqualTo(byScores.encode(text));
    }
  }

  @Test
  void llama2cTakesTheFirstSpaceAwayBehindTheStart() throws IOException {
    var tokenizer = Llama2c.read(TokenizersTwin.data("lm/tok512.bin"));
    int[] ids = tokenizer.encode("Once upon a time");
    int bos = tokenizer.specials().id(Role.BOS).getAsInt();
    assertThat(bos).isEqualTo(1);
    assertThat(tokenizer.decode(ids)).isEqualTo("Once upon a time");
    var decoding = tokenizer.decoding();
    assertThat(decoding.add(bos)).isEmpty();
    var word = tokenizer.decode(ids[0]);
    assertThat(decoding.add(ids[0]) + decoding.add(ids[0])).isEqualTo(word + " " + word);
  }

  @Test
  void aDamagedFileOfLlama2cIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(TokenizersTwin.data("lm/tok512.bin"));
    var file = folder.resolve("tok.bin");
    for (int length : new int[] {0, 3, 4, 7, 100, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Llama2c.read(file)).isInstanceOf(BadInput.class);
    }
    bytes[11] = 0x7F;
    Files.write(file, bytes);
    assertThatThrownBy(() -> Llama2c.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("token 0");
  }

  /// llama2.c's own way: join the neighbours whose union has the best score, the leftmost first, until none is a token.
  private static final class ByScores {
    private final List<String> tokens = new ArrayList<>();
    private final List<Float> scores = new ArrayList<>();
    private final HashMap<String, Integer> ids = new HashMap<>();

    ByScores(Path file) throws IOException {
      var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      in.getInt();
      while (in.hasRemaining()) {
        scores.add(in.getFloat());
        byte[] token = new byte[in.getInt()];
        in.get(token);
        tokens.add(new String(token, StandardCharsets.UTF_8));
        ids.putIfAbsent(tokens.getLast(), tokens.size() - 1);
      }
    }

    int[] encode(String text) {
      var line = new ArrayList<Integer>();
      (text.isEmpty() ? "" : " " + text).codePoints().mapToObj(Character::toString).forEach(c -> {
        if (ids.containsKey(c)) {
          line.add(ids.get(c));
        } else {
          for (byte b : c.getBytes(StandardCharsets.UTF_8)) {
            line.add((b & 0xFF) + 3);
          }
        }
      });
      while (true) {
        float best = Float.NEGATIVE_INFINITY;
        int at = -1;
        for (int i = 0; i + 1 < line.size(); i++) {
          var id = ids.get(tokens.get(line.get(i)) + tokens.get(line.get(i + 1)));
          if (id != null && scores.get(id) > best) {
            best = scores.get(id);
            at = i;
          }
        }
        if (at < 0) {
          return line.stream().mapToInt(id -> id).toArray();
        }
        line.set(at, ids.get(tokens.get(line.get(at)) + tokens.get(line.remove(at + 1))));
      }
    }
  }
}
