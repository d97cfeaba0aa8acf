package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokensTest {
  private static final List<String> LINES = new RandomText(21).lines(2_000);
  private static final WordPiece BERT = new WordPiece(List.of("[UNK]", "he", "##l", "##lo", "hello", "中", "!", "##e"),
      Specials.first(List.of("[UNK]")), new BertNormalizer(true, true, true, true), 100, true);

  static Stream<Tokenizer> tokenizers() {
    return Stream.concat(TokenizerTest.tokenizers().stream(), Stream.of(BERT,
        new Bpe(TokenizerTest.tokenizers().getFirst().vocabulary, ((Bpe) TokenizerTest.tokenizers().getFirst()).ranked(), new Split.Gpt2(), true,
            false, List.of())));
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void theirIdsAreThoseOfEncodingAndTheyStandInOrder(Tokenizer tokenizer) {
    for (var line : LINES) {
      var tokens = tokenizer.tokens(line);
      assertThat(tokens.stream().mapToInt(Token::id)).as("seed 21: %s", line).containsExactly(boxed(tokenizer.encode(line)));
      int last = 0;
      for (var token : tokens) {
        assertThat(token.start()).as("seed 21: %s", line).isBetween(last, token.end());
        last = token.start();
      }
      assertThat(last).isLessThanOrEqualTo(line.length());
    }
  }

  private static Integer[] boxed(int[] ids) {
    return Arrays.stream(ids).boxed().toArray(Integer[]::new);
  }

  @Test
  void bytesAndCharactersCoverTheWholeText() {
    for (var tokenizer : List.of(TokenizerTest.tokenizers().get(0), TokenizerTest.tokenizers().get(2), TokenizerTest.tokenizers().get(3))) {
      for (var line : LINES) {
        int to = 0;
        for (var token : tokenizer.tokens(line)) {
          assertThat(token.start()).as("seed 21: %s", line).isLessThanOrEqualTo(to);
          to = Math.max(to, token.end());
        }
        assertThat(to).as("seed 21: %s", line).isEqualTo(line.length());
      }
    }
  }

  @Test
  void aPartOfACharacterStandsForAllOfIt() {
    var bytes = new BpeTraining(257).train(Stream.of("a"));
    assertThat(bytes.tokens("a中𝄞")).extracting(Token::start).containsExactly(0, 1, 1, 1, 2, 2, 2, 2);
    assertThat(bytes.tokens("a中𝄞")).extracting(Token::end).containsExactly(1, 2, 2, 2, 4, 4, 4, 4);
  }

  @Test
  void normalizingMovesNoPlace() {
    assertThat(places(BERT, "  Hél\u0000LO 中!x")).containsExactly("Hél\u0000LO", "中", "!", "x");
    assertThat(places(BERT, "He\u0301llo")).containsExactly("He\u0301llo");
    var composed = new Bpe(new BpeTraining(257).train(Stream.of("a")).vocabulary, new Ranked(new long[0], new int[0]), new Split.Gpt2(), true, false,
        List.of());
    assertThat(Normalizer.normalize("ae\u0301b", Normalizer.Form.NFC)).hasSize(3);
    assertThat(places(composed, "ae\u0301b")).containsExactly("a", "e\u0301", "e\u0301", "b");
  }

  @Test
  void aSpaceThatIsPutBeforeATextStandsForNothing() {
    var pieces = TokenizerTest.tokenizers().get(2);
    assertThat(places(pieces, "\u0378")).startsWith("");
    assertThat(String.join("", places(pieces, "a b"))).isEqualTo("a b");
  }

  @Test
  void specialTokensStandWhereTheyAreWrittenAndAroundATextForNothing() {
    var letters = Characters.train(Stream.of("ab"), 10, List.of("<unk>", "<s>"));
    assertThat(letters.tokensMarked("a<s>b")).containsExactly(new Token(2, 0, 1), new Token(1, 1, 4), new Token(3, 4, 5));
    var unigram = new UnigramTraining(300).train(Stream.of("ab ab ab b a"));
    assertThat(unigram.tokensMarked("ab<s>ab")).filteredOn(token -> !unigram.specials().contains(token.id()))
        .allMatch(token -> token.end() <= 2 || token.start() >= 5);
  }

  private static List<String> places(Tokenizer tokenizer, String text) {
    return tokenizer.tokens(text).stream().map(token -> text.substring(token.start(), token.end())).toList();
  }
}
