package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.BadInput;

class WordPieceTest {
  private static final List<String> SPECIALS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
  private static final BertNormalizer UNCASED = new BertNormalizer(true, true, true, true);

  @Test
  void aWordIsCutAsTheNaiveLoopCutsIt() {
    var random = new Random(16);
    for (int round = 0; round < 1_000; round++) {
      var tokens = new ArrayList<>(List.of("[UNK]"));
      tokens.addAll(pieces(random));
      var wordPiece = new WordPiece(tokens, Specials.first(List.of("[UNK]")), UNCASED, 7, true);
      var word = letters(random, 1 + random.nextInt(8));
      assertThat(tokens(wordPiece, word)).as("seed 16, round %d: %s %s", round, word, tokens)
          .isEqualTo(word.codePointCount(0, word.length()) > 7 ? List.of("[UNK]") : naive(word, tokens));
    }
  }

  /// The longest token at every place, tried from the longest on.
  private static List<String> naive(String word, List<String> tokens) {
    var cut = new ArrayList<String>();
    for (int from = 0, to; from < word.length(); from = to) {
      for (to = word.length(); to > from && !tokens.contains((from == 0 ? "" : "##") + word.substring(from, to)); ) {
        to--;
      }
      if (to == from) {
        return List.of("[UNK]");
      }
      cut.add((from == 0 ? "" : "##") + word.substring(from, to));
    }
    return cut;
  }

  private static TreeSet<String> pieces(Random random) {
    var pieces = new TreeSet<String>();
    for (int n = random.nextInt(14); n > 0; n--) {
      pieces.add((random.nextBoolean() ? "##" : "") + letters(random, 1 + random.nextInt(3)));
    }
    return pieces;
  }

  private static String letters(Random random, int n) {
    return random.ints(n, 0, 3).mapToObj(i -> List.of("a", "b", "𝒳").get(i)).reduce("", String::concat);
  }

  @Test
  void textIsCleanedSpacedStrippedAndLowered() {
    assertThat(UNCASED.apply("\u0000É\u200Bt\té文\u3000İ\uFFFD")).isEqualTo("et e 文  i");
    assertThat(new BertNormalizer(false, false, false, true).apply("ÉΣ文İ")).isEqualTo("éσ文i\u0307");
    assertThat(new BertNormalizer(true, false, true, false).apply("Éa\r\n")).isEqualTo("Ea  ");
  }

  @Test
  void marksStandAloneAndDecodingTakesTheirSpacesAway() {
    var tokens = new ArrayList<>(SPECIALS);
    tokens.addAll(List.of("it", "'", "s", "##s", "中", "文", ".", "don", "t"));
    var wordPiece = new WordPiece(tokens, Specials.first(SPECIALS), UNCASED, 100, true);
    assertThat(tokens(wordPiece, "Its 中文. Don't!")).containsExactly("it", "##s", "中", "文", ".", "don", "'", "t", "[UNK]");
    assertThat(wordPiece.decode(wordPiece.encode("Its 中文. Don't!"))).isEqualTo("its 中 文. don ' t");
  }

  @Test
  void vocabTxtIsRead(@TempDir Path folder) throws Exception {
    var lines = new ArrayList<>(SPECIALS);
    lines.addAll(List.of("él", "el", "##e"));
    Files.write(folder.resolve("vocab.txt"), lines);
    var uncased = Tokenizer.read(folder);
    assertThat(uncased.surround(uncased.encode("Éle"))).containsExactly(2, 6, 7, 3);
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": true, \"strip_accents\": false}");
    assertThat(tokens(Tokenizer.read(folder.resolve("vocab.txt")), "Éle")).containsExactly("él", "##e");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": true, \"strip_accents\": null}");
    assertThat(tokens(Tokenizer.read(folder), "Éle")).containsExactly("el", "##e");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_basic_tokenize\": false}");
    assertThatThrownBy(() -> Tokenizer.read(folder)).isInstanceOf(BadInput.class).hasMessageContaining("do_basic_tokenize");
  }

  @Test
  void trainingJoinsTheMostFrequentPairsInsideWords() {
    var wordPiece = new WordPieceTraining(13).train(Stream.of("hug hug hugs", "Hug pug"));
    assertThat(wordPiece.vocabulary.tokens().subList(5, 13))
        .containsExactly("g", "h", "p", "s", "u", "##g", "##s", "##u");
    var larger = new WordPieceTraining(16).train(Stream.of("hug hug hugs", "Hug pug"));
    assertThat(larger.vocabulary.tokens().subList(13, 16)).containsExactly("##ug", "hug", "pug");
  }

  @Test
  void aFileLearnsWhatMemoryLearns() {
    var random = new Random(18);
    var texts = random.ints(500, 1, 9).mapToObj(n -> letters(random, n) + " " + letters(random, 3)).toList();
    var training = new WordPieceTraining(60);
    assertThat(training.train(texts.stream(), Progress.NONE, 0).vocabulary.tokens())
        .isEqualTo(training.train(texts.stream()).vocabulary.tokens()).hasSize(60);
  }

  @Test
  void theMostFrequentCharactersStayWhereNotAllFit() {
    var wordPiece = new WordPieceTraining(7).train(Stream.of("a a a b b c"));
    assertThat(wordPiece.vocabulary.tokens().subList(5, 7)).containsExactly("a", "b");
    assertThatThrownBy(() -> new WordPieceTraining(5)).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> new WordPieceTraining(100, List.of("end"), true)).hasMessageContaining("[end]");
  }

  @Test
  void wholeWordsAreTheMostFrequentOnes() {
    var words = WordLevel.train(Stream.of("the cat the\tdog", "the  cat a"), 10, 2, List.of());
    assertThat(words.vocabulary.tokens()).containsExactly("<unk>", "the", "cat");
    assertThat(words.encode(" the dog\ncat ")).containsExactly(1, 0, 2);
    assertThat(words.decode(1, 0, 2)).isEqualTo("the cat");
    assertThat(WordLevel.train(Stream.of("b a c c"), 3, 1, List.of()).vocabulary.tokens()).containsExactly("<unk>", "c", "a");
  }

  private static List<String> tokens(Tokenizer tokenizer, String text) {
    return Arrays.stream(tokenizer.encode(text)).mapToObj(tokenizer::token).toList();
  }
}
