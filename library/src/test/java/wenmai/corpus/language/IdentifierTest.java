package wenmai.corpus.language;

import static org.assertj.core.api.Assertions.assertThat;
import static wenmai.corpus.language.Language.DE;
import static wenmai.corpus.language.Language.EN;
import static wenmai.corpus.language.Language.ES;
import static wenmai.corpus.language.Language.FR;
import static wenmai.corpus.language.Language.JA;
import static wenmai.corpus.language.Language.ZH;

import java.util.List;
import org.junit.jupiter.api.Test;
import wenmai.files.Recipes;

class IdentifierTest {
  @Test
  void aShortSentenceIsEnough() {
    is(ZH, "落霞与孤鹜齐飞，秋水共长天一色。", "機器學習是人工智慧的一個分支", "我用 Java 写代码", "《源氏物語》の作者是紫式部，她生活在平安时代中期的日本京都宫廷里");
    is(JA, "吾輩は猫である。名前はまだ無い。", "データを保存しました", "東京へ行きます");
    is(EN, "Where have all the flowers gone?", "The quick brown fox jumps over the lazy dog.", "Who is there?");
    is(DE, "Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch.", "Das weiß ich nicht.", "Wo ist der Bahnhof?");
    is(FR, "Longtemps, je me suis couché de bonne heure.", "Qu'est-ce que c'est ?", "Je ne sais pas où il est.");
    is(ES, "En un lugar de la Mancha, de cuyo nombre no quiero acordarme", "¿Dónde está la biblioteca?", "No sé qué decir.");
  }

  @Test
  void aForeignTitleDoesNotOutweighASentence() {
    is(DE, "Er studierte an der London School of Music und lebte dort");
    is(EN, "They read Der Zauberberg and Die Verwandlung at school");
  }

  @Test
  void otherAlphabetsAndNoLettersAreNothing() {
    for (String text : List.of("", "12345 !?", "Привет, как дела?", "안녕하세요 여러분", "مرحبا بالعالم", "Γειά σου")) {
      assertThat(Identifier.guess(text)).as(text).isEmpty();
    }
  }

  @Test
  void theFilterKeepsTheLanguagesWanted() {
    var filter = Recipes.of(List.of("keep=[en, ja]"), Languages.class);
    assertThat(filter.fault("This is a perfectly ordinary sentence.")).isEmpty();
    assertThat(filter.fault("吾輩は猫である。")).isEmpty();
    assertThat(filter.fault("这是一个普通的句子。")).isPresent();
    assertThat(filter.fault("Das ist ein ganz gewöhnlicher Satz.")).isPresent();
    assertThat(filter.fault("---")).isPresent();
  }

  private static void is(Language language, String... texts) {
    for (String text : texts) {
      assertThat(Identifier.guess(text)).as(text).get().extracting(Identifier.Guess::language).isEqualTo(language);
    }
  }
}
