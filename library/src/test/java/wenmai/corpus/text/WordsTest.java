package wenmai.corpus.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void englishWordsAreRunsOfLettersAndDigits() {
    assertThat(new LetterRuns().words("Don't panic: it’s 42 % of x_1, naïve!"))
        .containsExactly("Don't", "panic", ":", "it’s", "42", "%", "of", "x", "_", "1", ",", "naïve", "!");
  }

  @Test
  void chineseWordsAreThoseOfItsDictionary() {
    assertThat(ByScript.DEFAULT.words("王小明的学生喜欢自然语言处理。"))
        .containsExactly("王小明", "的", "学生", "喜欢", "自然", "语言", "处理", "。");
  }

  @Test
  void traditionalTextIsCutWhereItsSimplifiedFormIsAndStaysTraditional() {
    assertThat(ByScript.DEFAULT.words("王小明的學生喜歡自然語言處理。")).containsExactly("王小明", "的", "學生", "喜歡", "自然", "語言", "處理", "。");
    assertThat(WordSteps.STOP_WORDS.apply("我們 的 學生 這個")).isEqualTo("學生");
  }

  @Test
  void aLongRunIsCutTheSameInStretches() {
    String run = "王小明的学生喜欢自然语言处理𠮷".repeat(300);
    assertThat(ByScript.DEFAULT.words(run)).isEqualTo(new HanLp().words(run)).hasSizeGreaterThan(2000);
    var longest = new AtomicInteger();
    var whole = new ByScript(stretch -> {
      longest.accumulateAndGet(stretch.length(), Math::max);
      return List.of(stretch);
    }, new LetterRuns());
    assertThat(String.join("", whole.words("𠮷".repeat(5000)))).isEqualTo("𠮷".repeat(5000));
    assertThat(longest.get()).isEqualTo(1000);
  }

  @Test
  void eachScriptIsCutByItsSegmenter() {
    var byScript = new ByScript(line -> List.of("<" + line + ">"), new LetterRuns());
    assertThat(byScript.words("我用Java 25写代码, ok")).containsExactly("<我用>", "Java", "25", "<写代码>", ",", "ok");
    assertThat(byScript.words("")).isEmpty();
  }

  @Test
  void nothingIsLostBySegmentation() {
    for (String line : List.of("他说：“今天2024年5月1日，我们去北京(Beijing)吧！”", "𠮷野家 and 😀 emoji", "a\tb  c")) {
      assertThat(String.join("", ByScript.DEFAULT.words(line))).isEqualTo(line.replaceAll("\\s", ""));
    }
  }

  @Test
  void linesStayLines() {
    assertThat(new LetterRuns().cleaner().apply("a,b\n\nc")).isEqualTo("a , b\n\nc");
  }

  @Test
  void symbolsBecomeSpacesButApostrophesInWordsStay() {
    assertThat(WordSteps.SPACES.apply(WordSteps.SYMBOLS.apply("«Don't» — 'quoted' text’s end…\n你好，世界！ #tag @x ©")))
        .isEqualTo("Don't quoted text’s end\n你好 世界 tag x");
  }

  @Test
  void stopWordsOfBothLanguagesGo() {
    assertThat(WordSteps.STOP_WORDS.apply("the cat sat on The mat 我们 的 学生 don’t sleep")).isEqualTo("cat sat mat 学生 sleep");
    assertThat(WordSteps.stopWords(Set.of("x")).apply("x y\nx")).isEqualTo("y\n");
  }

  @Test
  void formsOfChineseAreConvertedByWord() {
    assertThat(HanForms.SIMPLIFIED.apply("皇后在後面吃麵條，發現頭髮長了")).isEqualTo("皇后在后面吃面条，发现头发长了");
    assertThat(HanForms.TRADITIONAL.apply("皇后在后面，头发长了")).isEqualTo("皇后在後面，頭髮長了");
    assertThat(HanForms.SIMPLIFIED.apply("English stays.")).isEqualTo("English stays.");
  }
}
