package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeamsTest {
  private static final List<String> CHARACTERS =
      List.of("一", "丁", "七", "万", "丈", "三", "上", "下", "é", "a", "b", "𠀀", "𠀁", "🙂", "丏", "丐");

  private static String text(SplittableRandom random, int length) {
    return random.ints(length, 0, CHARACTERS.size()).map(i -> Math.min(i, random.nextInt(CHARACTERS.size())))
        .mapToObj(CHARACTERS::get).collect(Collectors.joining());
  }

  /// Where tokens have places in the text, the whole piece is merged: the twin.
  @Test
  void tokensBetweenSeamsAreThoseOfTheWholePiece() {
    var random = new SplittableRandom(3);
    for (int vocabulary : new int[] {270, 300, 400, 800}) {
      var bpe = new BpeTraining(vocabulary).train(Stream.generate(() -> text(random, 40)).limit(200));
      for (int i = 0; i < 300; i++) {
        var text = text(random, 5 + random.nextInt(60));
        assertThat(bpe.encode(text)).as(text).containsExactly(bpe.tokens(text).stream().mapToInt(Token::id).toArray());
      }
    }
  }

  @Test
  void aTextIsCutWhereNoTokenHoldsBothSides() {
    var bpe = new BpeTraining(266).train(Stream.of("上上上上下下下下上上上上下下下下"));
    var seams = new Seams(bpe.vocabulary);
    assertThat(seams.next("a上", 0, 2)).isEqualTo(1);
    assertThat(seams.next("上é", 0, 2)).isEqualTo(1);
    assertThat(seams.next("上上", 0, 2)).isEqualTo(2);
    assertThat(seams.next("上", 0, 1)).isOne();
  }
}
