package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.files.GgufBytes;
import wenmai.message.BadInput;

class GgufTokenizerTest {
  private static final String KEY = "tokenizer.ggml.";
  private static final List<String> BERT = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "▁un", "able", "▁!", "▁中");
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gpt-2", "qwen2", "llama-bpe", "smollm", "gpt-4o", "deepseek-v3"})
  void aVocabularyOfMergesGivesTheIdsItWasTrainedFor(String pre) throws IOException {
    var split = PreTokenizer.named(pre).orElseThrow().split();
    var ours = new BpeTraining(500, List.of("<|endoftext|>"), split).train(new RandomText(3).lines(200).stream());
    var read = read(merges(ours, pre).whole(KEY + "bos_token_id", 0));
    assertThat(read.specials().ids()).isEqualTo(ours.specials().ids());
    read.save(folder.resolve("saved"));
    var saved = Tokenizer.read(folder.resolve("saved"));
    for (var line : new RandomText(4).lines(300)) {
      int[] ids = ours.encode(line);
      assertThat(read.encode(line)).as("seed 4: %s", line).isEqualTo(ids);
      assertThat(saved.encode(line)).as("seed 4: %s", line).isEqualTo(ids);
      assertThat(read.decode(ids)).as("seed 4").isEqualTo(line);
    }
  }

  @Test
  void specialTokensHaveTheirTypesAndRoles() throws IOException {
    var ours = new BpeTraining(300, List.of("<a>", "<b>", "<c>"), new Split.Gpt2()).train(new RandomText(3).lines(50).stream());
    int[] types = new int[ours.vocabularySize()];
    Arrays.fill(types, TypedTokens.NORMAL);
    types[0] = TypedTokens.CONTROL;
    types[1] = TypedTokens.USER_DEFINED;
    var read = read(merges(ours, "gpt-2").wholes(KEY + "token_type", types).whole(KEY + "eos_token_id", 0)
        .whole(KEY + "padding_token_id", 2).flag(KEY + "add_eos_token", true));
    assertThat(read.specials().ids()).containsOnlyKeys("<a>", "<b>", "<c>");
    assertThat(read.specials().shown()).containsExactly("<b>");
    assertThat(read.specials().id(Role.EOS)).hasValue(0);
    assertThat(read.specials().id(Role.PAD)).hasValue(2);
    assertThat(read.decode(0, 1, 2)).isEqualTo("<b>");
    assertThat(read.surround(new int[] {9})).containsExactly(9, 0);
    assertThat(read.encodeMarked("<b>")).containsExactly(1);
    assertThat(read.encode("<b>")).hasSizeGreaterThan(1);
    refused(merges(ours, "gpt-2").flag(KEY + "add_bos_token", true), "names no bos_token");
    refused(merges(ours, "gpt-2").whole(KEY + "eos_token_id", 300), "the eos_token is 300");
    refused(merges(ours, "gpt-2").wholes(KEY + "token_type", 1, 1), "300 tokens have 2 types");
  }

  @Test
  void aTextTakesAddedRunsOfSpacesAsTheyStand() throws IOException {
    var tokens = bytes();
    tokens.addAll(List.of("  ", "    ", "<x>"));
    int[] types = new int[tokens.size()];
    Arrays.fill(types, TypedTokens.NORMAL);
    Arrays.fill(types, 256, types.length, TypedTokens.USER_DEFINED);
    var read = read(new GgufBytes().text(KEY + "model", "gpt2").text(KEY + "pre", "mpt").texts(KEY + "tokens", tokens)
        .texts(KEY + "merges", List.of()).wholes(KEY + "token_type", types));
    assertThat(read.encode("a     b")).containsExactly('a', 257, ' ', 'b');
    assertThat(read.encode("   <x>")).containsExactly(256, ' ', '<', 'x', '>');
    assertThat(read.encodeMarked("  <x>")).containsExactly(256, 258);
    assertThat(read.decode(257, 'a')).isEqualTo("    a");
    read.save(folder.resolve("saved"));
    assertThat(Tokenizer.read(folder.resolve("saved")).encode("a     b")).containsExactly('a', 257, ' ', 'b');
  }

  @Test
  void soItDoesWhereCharactersAreMergedAndSpacesMarked() throws IOException {
    var tokens = List.of("<unk>", "<s>", "</s>", "▁", "a", "b", "▁a", "  ", "   ", "\n\n");
    var gguf = new GgufBytes().text(KEY + "model", "llama").texts(KEY + "tokens", tokens).reals(KEY + "scores", new float[tokens.size()])
        .wholes(KEY + "token_type", 2, 3, 3, 1, 1, 1, 1, 4, 4, 4).flag(KEY + "add_space_prefix", false);
    var read = read(gguf);
    assertThat(read.encode("a  b a")).containsExactly(4, 7, 5, 6);
    assertThat(read.encode("    a\n\n")).containsExactly(8, 6, 9);
    assertThat(read.encode("▁▁b")).containsExactly(7, 5);
    assertThat(read.decode(read.encode("a  b   "))).isEqualTo("a  b   ");
    assertThat(read.tokens("a  b").get(1)).isEqualTo(new Token(7, 1, 3));
    read.save(folder.resolve("saved"));
    assertThat(Tokenizer.read(folder.resolve("saved")).encode("    a\n\n")).containsExactly(8, 6, 9);
  }

  @Test
  void aByteThatAVocabularyLeavesOutIsLeftOut() throws IOException {
    var tokens = bytes();
    tokens.set(3, "abc");
    var read = read(new GgufBytes().text(KEY + "model", "gpt2").text(KEY + "pre", "gpt-2").texts(KEY + "tokens", tokens)
        .texts(KEY + "merges", List.of()));
    assertThat(read.encode("a\u0003b\u0003")).containsExactly('a', 'b');
  }

  @Test
  void aPieceThatIsATokenStandsWholeWhereItsModelSaysSo() throws IOException {
    var tokens = bytes();
    tokens.add("abc");
    var gguf = new GgufBytes().text(KEY + "model", "gpt2").texts(KEY + "tokens", tokens).texts(KEY + "merges", List.of())
        .flag(KEY + "add_bos_token", false);
    assertThat(read(gguf.text(KEY + "pre", "llama-bpe")).encode("abc xabc")).hasSize(6).startsWith(256);
    var plain = new GgufBytes().text(KEY + "model", "gpt2").texts(KEY + "tokens", tokens).texts(KEY + "merges", List.of());
    assertThat(read(plain.text(KEY + "pre", "dbrx")).encode("abc xabc")).hasSize(8);
  }

  @Test
  void withoutMergesKimisRanksAreItsIds() throws IOException {
    var tokens = bytes();
    tokens.addAll(List.of("bc", "ab", "abc", "cd"));
    var gguf = new GgufBytes().text(KEY + "model", "gpt2").text(KEY + "pre", "kimi-k2").texts(KEY + "tokens", tokens);
    assertThat(read(gguf).encode("xabcd")).containsExactly(tokens.indexOf("x"), 258, tokens.indexOf("d"));
  }

  @Test
  void piecesAreMergedByScoreTheLeftmostOfEqualsFirst() throws IOException {
    var random = new Random(11);
    for (int round = 0; round < 60; round++) {
      var tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>", "▁", "a", "b", "▁▁"));
      for (int i = 0; i < 12; i++) {
        var token = tokens.get(3 + random.nextInt(tokens.size() - 3)) + tokens.get(3 + random.nextInt(tokens.size() - 3));
        if (!tokens.contains(token) && token.length() < 9) {
          tokens.add(token);
        }
      }
      float[] scores = new float[tokens.size()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = -random.nextInt(5);
      }
      var read = read(scored(tokens, scores));
      for (int i = 0; i < 40; i++) {
        var text = new StringBuilder();
        random.ints(random.nextInt(40), 0, 3).forEach(c -> text.append(" ab".charAt(c)));
        assertThat(read.encode(text.toString())).as("seed 11, round %d: '%s'", round, text)
            .isEqualTo(byScore(text.isEmpty() ? "" : " " + text, tokens, scores));
      }
    }
  }

  /// SentencePiece's own way: join the neighbours whose union has the best score, the leftmost first.
  private static int[] byScore(String text, List<String> tokens, float[] scores) {
    var line = new ArrayList<>(Arrays.asList(text.replace(' ', '▁').split("(?<=.)")));
    line.removeIf(String::isEmpty);
    while (true) {
      int at = -1;
      float best = Float.NEGATIVE_INFINITY;
      for (int i = 0; i + 1 < line.size(); i++) {
        int id = tokens.indexOf(line.get(i) + line.get(i + 1));
        if (id >= 0 && scores[id] > best) {
          best = scores[id];
          at = i;
        }
      }
      if (at < 0) {
        return line.stream().mapToInt(tokens::indexOf).toArray();
      }
      line.set(at, line.get(at) + line.remove(at + 1));
    }
  }

  @Test
  void aTextTakesUserDefinedPiecesAsTheyStand() throws IOException {
    var tokens = List.of("<unk>", "<s>", "</s>", "▁", "a", "b", "▁a", "<x>", "<x>a", "▁▁");
    float[] scores = {0, 0, 0, -1, -1, -1, -2, 0, -1, 0};
    int[] types = {2, 3, 3, 1, 1, 1, 1, 4, 1, 4};
    var gguf = scored(tokens, scores).wholes(KEY + "token_type", types);
    var read = read(gguf);
    assertThat(read.encode("a<x>a b")).containsExactly(6, 7, 6, 3, 5);   // as in llama.cpp, a space before each part
    assertThat(read.encode("a  b")).containsExactly(6, 9, 5);
    assertThat(read.encode("zz<x>c")).containsExactly(3, 0, 7, 3, 0);
    assertThat(read.surround(read.encode("a"))).containsExactly(1, 6);
    read.save(folder.resolve("saved"));
    assertThat(Tokenizer.read(folder.resolve("saved")).encode("a<x>a b")).isEqualTo(read.encode("a<x>a b"));
    var without = read(gguf.flag(KEY + "add_space_prefix", false));
    assertThat(without.encode("a a")).containsExactly(4, 6);
    assertThat(without.decode(without.encode(" a a"))).isEqualTo(" a a");
    without.save(folder.resolve("saved"));
    assertThat(Tokenizer.read(folder.resolve("saved")).encode("a a")).containsExactly(4, 6);
  }

  @Test
  void gemmasMergesAreOverCharacters() throws IOException {
    var tokens = new ArrayList<>(List.of("<unk>", "<bos>", "▁", "a", "的", "▁a", "▁a的"));
    for (int b = 0; b < 256; b++) {
      tokens.add(Pieces.byteToken(b));
    }
    var read = read(new GgufBytes().text(KEY + "model", "gemma4").texts(KEY + "tokens", tokens).whole(KEY + "bos_token_id", 1)
        .texts(KEY + "merges", List.of("▁ a", "▁a 的")));
    assertThat(read.encode("a a的é")).containsExactly(3, 6, 7 + 0xC3, 7 + 0xA9);
    assertThat(read.surround(new int[0])).containsExactly(1);
    assertThat(read.decode(read.encode(" a a的é"))).isEqualTo(" a a的é");
  }

  @Test
  void aUnigramModelTakesTheMostProbablePieces() throws IOException {
    var tokens = List.of("<pad>", "</s>", "<unk>", "▁", "a", "b", "▁ab", "▁a");
    var read = read(new GgufBytes().text(KEY + "model", "t5").texts(KEY + "tokens", tokens)
        .reals(KEY + "scores", 0, 0, 0, -2, -3, -3, -1, -2).wholes(KEY + "token_type", 3, 3, 2, 1, 1, 1, 1, 1));
    assertThat(read.encode("ab  a ")).containsExactly(6, 7);
    assertThat(read.encode("aba")).containsExactly(6, 4);
    assertThat(read.surround(read.encode("a"))).containsExactly(7, 1);
    assertThat(read.decode(6, 7)).isEqualTo("ab a");
  }

  @Test
  void bertsWordsFallIntoTheLongestPieces() throws IOException {
    refused(new GgufBytes().text(KEY + "model", "bert").texts(KEY + "tokens", BERT), "the ");
    var read = read(bert());
    assertThat(read.encode("Unable! 中able")).containsExactly(5, 6, 7, 8, 1);
    assertThat(read.surround(read.encode("un"))).containsExactly(2, 5, 3);
    assertThat(read.encode("ún")).containsExactly(5);
    assertThat(read(bert().flag(KEY + "normalizer.strip_accents", false)).encode("UN ún")).containsExactly(5, 1);
    assertThat(read(bert().flag(KEY + "normalizer.lowercase", false).flag(KEY + "normalizer.strip_accents", true)).encode("Un ún"))
        .containsExactly(1, 5);
  }

  private static GgufBytes bert() {
    return new GgufBytes().text(KEY + "model", "bert").texts(KEY + "tokens", BERT).whole(KEY + "padding_token_id", 0)
        .whole(KEY + "unknown_token_id", 1).whole(KEY + "cls_token_id", 2).whole(KEY + "seperator_token_id", 3).whole(KEY + "mask_token_id", 4);
  }

  @Test
  void whatIsNotKnownIsRefusedByName() throws IOException {
    var tokens = bytes();
    refused(new GgufBytes().text("general.name", "x"), "has no tokenizer.ggml.model");
    refused(new GgufBytes().text(KEY + "model", "rwkv"), "model is 'rwkv'");
    refused(new GgufBytes().text(KEY + "model", "gpt2"), "has no tokenizer.ggml.pre");
    refused(new GgufBytes().text(KEY + "model", "gpt2").text(KEY + "pre", "newest"), "pre is 'newest'");
    refused(new GgufBytes().text(KEY + "model", "gpt2").text(KEY + "pre", "gpt-2"), "has no tokenizer.ggml.tokens");
    refused(new GgufBytes().text(KEY + "model", "gpt2").text(KEY + "pre", "gpt-2").texts(KEY + "tokens", tokens), "has no tokenizer.ggml.merges");
    refused(new GgufBytes().text(KEY + "model", "gpt2").text(KEY + "pre", "gpt-2").texts(KEY + "tokens", tokens)
        .texts(KEY + "merges", List.of("ab")), "merge 0 is not a pair");
    refused(scored(List.of("<unk>", "a"), new float[] {0}), "2 tokens have 1 scores");
    refused(scored(List.of("<unk>", "a"), new float[] {0, Float.NaN}), "token 1 has none");
  }

  private static GgufBytes merges(Bpe bpe, String pre) {
    var tokens = new ArrayList<String>();
    var merges = new ArrayList<String>();
    for (int id = 0; id < bpe.vocabularySize(); id++) {
      tokens.add(bpe.token(id));
    }
    for (long pair : bpe.ranked().pairs()) {
      merges.add(bpe.token(Pairs.left(pair)) + " " + bpe.token(Pairs.right(pair)));
    }
    return new GgufBytes().text(KEY + "model", "gpt2").text(KEY + "pre", pre).texts(KEY + "tokens", tokens)
        .texts(KEY + "merges", merges);
  }

  private static GgufBytes scored(List<String> tokens, float[] scores) {
    return new GgufBytes().text(KEY + "model", "llama").texts(KEY + "tokens", tokens).reals(KEY + "scores", scores);
  }

  private static List<String> bytes() {
    var tokens = new ArrayList<String>();
    for (int b = 0; b < 256; b++) {
      tokens.add(Alphabet.letter(b));
    }
    return tokens;
  }

  private Tokenizer read(GgufBytes gguf) throws IOException {
    return Tokenizer.read(Files.write(folder.resolve("t.gguf"), gguf.array()));
  }

  private void refused(GgufBytes gguf, String why) {
    assertThatThrownBy(() -> read(gguf)).isInstanceOf(BadInput.class).hasMessageContaining(why).hasMessageContaining("t.gguf")
        .satisfies(e -> assertThat(((BadInput) e).message().zh()).contains("t.gguf"));
  }
}
