package wenmai.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CleanerTest {
  @Test
  void everyStepDoesWhatItsNameSays() {
    assertThat(clean("a\r\nb\rc\u2028d\u0085e\ff")).isEqualTo("a\nb\nc\nd\ne\nf");
    assertThat(clean("楔子\u3000张天师\u00A0x\u2003y")).isEqualTo("楔子 张天师 x y");
    assertThat(clean("\uFEFF文\u200B脉\u00AD！\u202E")).isEqualTo("文脉！");
    assertThat(clean("a\u0000b\u0007c\u009Bd")).isEqualTo("abcd");
    assertThat(clean("cafe\u0301 \uF900")).isEqualTo("café 豈");
    assertThat(clean("a  \nb\t\n  c  ")).isEqualTo("a\nb\n  c");
    assertThat(clean("a\n\n\n\n\n\nb\n\n\nc")).isEqualTo("a\n\n\nb\n\n\nc");
  }

  @Test
  void indentationStays() {
    String code = "class A {\n\tvoid b() {\n\t\t  c();\n\t}\n}\n";
    assertThat(clean(code)).isEqualTo(code);
  }

  @Test
  void emojiAndRareCharactersStayWhole() {
    String text = "👨‍👩‍👧 𠮷野家 नमस्‍ते";
    assertThat(clean(text)).isEqualTo(text);
  }

  @Test
  void loneSurrogatesAreDropped() {
    assertThat(clean("a\uD83Db\uDE00c😀")).isEqualTo("abc😀");
  }

  @Test
  void cleaningTwiceChangesNothingMore() {
    String odd = "ab \t\n\r\f\u0000\u00A0\u3000\u200B\uFEFF\u2028\u0301e中。\uD83D\uDE00\u1100\u1161\u212B\u2000";
    long seed = 11;
    var random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      var text = new StringBuilder();
      random.ints(random.nextInt(60), 0, odd.length()).forEach(place -> text.append(odd.charAt(place)));
      String once = clean(text.toString());
      assertThat(clean(once)).as("seed %d, text %d", seed, i).isEqualTo(once);
    }
  }

  @Test
  void aMebibyteOfSpacesTakesNoTime() {
    String text = " ".repeat(1 << 20) + "x";
    assertThat(clean(text)).isEqualTo(text);
  }

  private static String clean(String text) {
    for (Cleaner step : Cleaner.LM) {
      text = step.apply(text);
    }
    return text;
  }

  @Test
  void quickLooksLeaveOutNoText() {
    var random = new SplittableRandom(3);
    String parts = "a b\t\n \r\f\u000B\u0085\u2028\u00A0\u3000\u205F\u200B\u2060\uFEFF\u0007\u007F\u009F\uD83D\uDE00中";
    var twins = Map.of(Cleaner.LINE_ENDS, "\r\n|[\r\f\u000B\u0085\u2028\u2029]", Cleaner.CONTROL, "[\\p{Cc}\\p{Cs}&&[^\n\t]]",
        Cleaner.ODD_SPACES, "[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]", Cleaner.TRAILING_SPACES, "(?<![ \t])[ \t]++(?=\n|\\z)",
        Cleaner.INVISIBLE, "[\u00AD\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]");
    for (int i = 0; i < 20_000; i++) {
      String text = random.ints(random.nextInt(6), 0, parts.length()).mapToObj(at -> parts.substring(at, at + 1)).collect(Collectors.joining());
      twins.forEach((cleaner, pattern) -> assertThat(cleaner.apply(text)).as(cleaner.name().en() + " " + text.chars().boxed().toList())
          .isEqualTo(text.replaceAll(pattern, cleaner == Cleaner.LINE_ENDS ? "\n" : cleaner == Cleaner.ODD_SPACES ? " " : "")));
    }
    for (char c = 0; c < 0xFFFF; c++) {
      String text = "x" + c + "y";
      twins.forEach((cleaner, pattern) -> assertThat(cleaner.apply(text).equals(text)).isEqualTo(!Pattern.compile(pattern).matcher(text).find()));
    }
  }
}
