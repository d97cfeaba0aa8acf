package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.message.BadInput;

/// Vocabularies in the files of others, with the ids that others computed.
@Tag("data")
class FormatsTest {
  private record Vector(String text, int[] ids) {}

  /// llama.cpp's vectors, checked there with Hugging Face's tokenizers.
  @ParameterizedTest
  @ValueSource(strings = {"gpt-2", "llama-spm", "phi-3"})
  void aGgufVocabularyGivesTheKnownIds(String name, @TempDir Path folder) throws IOException {
    var file = TokenizersTwin.data("tokenizers/ggml-vocab-" + name + ".gguf");
    var read = Tokenizer.read(file);
    read.save(folder);
    var saved = Tokenizer.read(folder);
    var texts = Files.readString(Path.of(file + ".inp")).split("\n__ggml_vocab_test__\n", -1);
    var lines = Files.readAllLines(Path.of(file + ".out"));
    assertThat(lines).hasSizeGreaterThan(40);
    for (int i = 0; i < lines.size(); i++) {
      int[] ids = numbers(lines.get(i));
      assertThat(read.encode(texts[i])).as(texts[i]).isEqualTo(ids);
      assertThat(read.decode(ids)).isEqualTo(texts[i]);
      assertThat(saved.encode(texts[i])).as(texts[i]).isEqualTo(ids);
    }
  }

  @Test
  void bertsVocabularyInAGgufFileGivesTheKnownIds() throws IOException {
    var file = TokenizersTwin.data("tokenizers/ggml-vocab-bert-bge.gguf");
    var read = Tokenizer.read(file);
    var texts = Files.readString(Path.of(file + ".inp")).split("\n__ggml_vocab_test__\n", -1);
    var lines = Files.readAllLines(Path.of(file + ".out"));
    for (int i = 0; i < lines.size(); i++) {
      assertThat(read.encode(texts[i])).as(texts[i]).isEqualTo(numbers(lines.get(i)));
    }
    assertThat(read.surround(read.encode("Hello"))).containsExactly(101, 7592, 102);
  }

  /// The ids that SentencePiece's own documentation shows for its test model.
  @Test
  void sentencePiecesTestModelGivesTheKnownIds() throws IOException {
    var read = Tokenizer.read(TokenizersTwin.data("tokenizers/sentencepiece/test_model.model"));
    assertThat(read.encode("This is a test")).containsExactly(284, 47, 11, 4, 15, 400);
    assertThat(read.encode("Hello world")).containsExactly(151, 88, 21, 887);
    for (var line : Files.readAllLines(TokenizersTwin.data("tokenizers/sentencepiece/botchan.txt"))) {
      int[] ids = read.encode(line);
      boolean known = Arrays.stream(ids).noneMatch(id -> id == 0);
      if (known && line.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
        assertThat(read.decode(ids)).isEqualTo(line.strip().replaceAll(" +", " "));
      }
    }
  }

  @Test
  void whatStandsAroundATextComesFromTheFile() {
    var llama = Tokenizer.read(TokenizersTwin.data("tokenizers/ggml-vocab-llama-spm.gguf"));
    assertThat(llama.surround(llama.encode("Hello"))).containsExactly(1, 15043);
    assertThat(llama.specials().roles()).containsEntry(Role.BOS, "<s>").containsEntry(Role.EOS, "</s>").containsEntry(Role.UNKNOWN, "<unk>");
    var gpt2 = Tokenizer.read(TokenizersTwin.data("tokenizers/ggml-vocab-gpt-2.gguf"));
    assertThat(gpt2.surround(gpt2.encode("Hello"))).containsExactly(15496);
    assertThat(gpt2.specials().id(Role.EOS)).hasValue(50_256);
    assertThat(gpt2.encode("<|endoftext|>")).hasSizeGreaterThan(1);
    assertThat(gpt2.encodeMarked("<|endoftext|>")).containsExactly(50_256);
  }

  @Test
  void tiktokensRanksGiveTheKnownIds() throws IOException {
    var lines = Files.readAllLines(TokenizersTwin.data("tokenizers/tiktoken/TestPlans.txt"));
    for (var name : List.of("r50k_base", "cl100k_base")) {
      var read = Tokenizer.read(TokenizersTwin.data("tokenizers/tiktoken/" + name + ".tiktoken"));
      var vectors = vectors(lines, name);
      assertThat(vectors).hasSize(64);
      for (var vector : vectors) {
        assertThat(read.encode(vector.text)).as(vector.text).isEqualTo(vector.ids);
        assertThat(read.decode(vector.ids)).isEqualTo(vector.text);
      }
    }
  }

  @Test
  void ranksAndMergesAreTheSameTokenizer() throws IOException {
    var ranks = Tokenizer.read(TokenizersTwin.data("tokenizers/tiktoken/r50k_base.tiktoken"));
    var merges = Tokenizer.read(TokenizersTwin.data("tokenizers/ggml-vocab-gpt-2.gguf"));
    var texts = new ArrayList<>(new RandomText(16).lines(2_000));
    texts.addAll(TokenizersTwin.lines(TokenizersTwin.data("corpora/tinyshakespeare.txt")).subList(0, 3_000));
    for (var text : texts) {
      assertThat(ranks.encode(text)).as("seed 16: %s", text).isEqualTo(merges.encode(text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ggml-vocab-gpt-2.gguf", "ggml-vocab-llama-spm.gguf"})
  void aFileCutShortIsRefused(String name, @TempDir Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(TokenizersTwin.data("tokenizers/" + name));
    var file = folder.resolve("cut.gguf");
    for (int length : new int[] {0, 3, 4, 8, 20, 100, 1000, bytes.length / 2, bytes.length - 100}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Tokenizer.read(file)).as("%d bytes", length).isInstanceOf(BadInput.class);
    }
  }

  @Test
  void aGgufFilesTemplateWritesAConversation() {
    var file = TokenizersTwin.data("tokenizers/ggml-vocab-phi-3.gguf");
    var phi = Tokenizer.read(file);
    var text = ChatTemplate.read(file, phi).orElseThrow().render(
        List.of(ChatTemplate.turn("user", "Hi"), ChatTemplate.turn("assistant", "Yes")), true, Map.of(), LocalDateTime.MIN);
    assertThat(text).isEqualTo("<s><|user|>\nHi<|end|>\n<|assistant|>\nYes<|end|>\n");
    assertThat(phi.encodeMarked(text)).startsWith(1, phi.id("<|user|>").getAsInt()).contains(phi.id("<|end|>").getAsInt());
  }

  private static List<Vector> vectors(List<String> lines, String name) {
    var vectors = new ArrayList<Vector>();
    for (int i = 0; i + 2 < lines.size(); i++) {
      if (lines.get(i).equals("EncodingName: " + name)) {
        vectors.add(new Vector(lines.get(i + 1).substring("Sample: ".length()), numbers(lines.get(i + 2))));
      }
    }
    return vectors;
  }

  private static int[] numbers(String line) {
    return Pattern.compile("\\d+").matcher(line).results().mapToInt(number -> Integer.parseInt(number.group())).toArray();
  }
}
