package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wenmai.tokenize.BpeTraining;
import wenmai.tokenize.Characters;
import wenmai.tokenize.Split;
import wenmai.tokenize.Tokenizer;
import wenmai.tokenize.WordPieceTraining;

class TokenWordsTest {
  private static final List<String> LINES = List.of("the cat sees the dog, the cats\tsee", "cat dog 猫看见狗，猫喜欢鱼", "the 猫 and the cat\n\n");

  private static Tokenizer bytes() {
    return new BpeTraining(330, List.of("<|endoftext|>"), new Split.Gpt2()).train(LINES.stream());
  }

  /// The embedding of a token is its id, again and again.
  private static float[] embedding(int tokens, int width) {
    var all = new float[tokens * width];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) i / width;
    }
    return all;
  }

  @Test
  void everyTokenIsAWordOrCountedAsNone() {
    var tokenizer = bytes();
    var words = TokenWords.of(tokenizer);
    assertThat(words.words()).hasSize(tokenizer.vocabularySize());
    assertThat(words.special()).isEqualTo(1);
    assertThat(words.partial()).isGreaterThanOrEqualTo(128);   // a byte from 0x80 on is no character
    assertThat(words.spaces()).isGreaterThanOrEqualTo(34);     // control characters and the space
    assertThat(words.doubles()).isPositive();
    assertThat(words.words().stream().filter(word -> !word.isEmpty()).distinct()).containsExactlyInAnyOrderElementsOf(words.tokens().keySet());
    assertThat(words.tokens().keySet()).contains("cat", "the", "猫").noneMatch(word -> word.isBlank() || word.contains(" ") || word.contains("\uFFFD"));
  }

  @Test
  void ofTwoTokensOfAWordTheOneWithTheSpaceStandsForIt() {
    var tokenizer = bytes();
    var words = TokenWords.of(tokenizer);
    int spaced = tokenizer.id("Ġcat").orElseThrow();
    assertThat(words.words().get(spaced)).isEqualTo("cat");
    assertThat(words.tokens()).containsEntry("cat", spaced);
    int plain = IntStream.range(0, tokenizer.vocabularySize())
        .filter(id -> new String(tokenizer.bytes(id), StandardCharsets.UTF_8).equals("c")).findFirst().orElseThrow();
    assertThat(words.words().get(plain)).isEqualTo("c");
  }

  @Test
  void wordsHaveTheRowsOfTheirTokens() {
    var tokenizer = bytes();
    var words = TokenWords.of(tokenizer);
    var vectors = words.vectors(embedding(tokenizer.vocabularySize() + 3, 5), 5);   // some models have more rows than tokens
    assertThat(vectors.words()).containsExactlyElementsOf(words.tokens().keySet());
    words.tokens().forEach((word, id) -> assertThat(vectors.vector(word)).containsExactly(id, id + 0.2f, id + 0.4f, id + 0.6f, id + 0.8f));
  }

  @Test
  void charactersAreWordsAndSoAreWordPieces() {
    var characters = TokenWords.of(Characters.train(LINES.stream(), 100, List.of("<pad>")));
    assertThat(characters.tokens().keySet()).contains("猫", "c", "，");
    assertThat(List.of(characters.special(), characters.partial(), characters.spaces(), characters.doubles())).containsExactly(2, 0, 3, 0);
    var pieces = TokenWords.of(new WordPieceTraining(100).train(Stream.of("the cat sees the cats", "猫 猫").map(line -> line.repeat(5))));
    assertThat(pieces.tokens().keySet()).contains("the", "猫");
    assertThat(pieces.special()).isEqualTo(5);
  }
}
