package wenmai.corpus.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ShinglesTest {
  private static final Pattern WORD =
      Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]|[\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]]+");

  /// Two groups have one hash where their words are the same, and only there.
  @Test
  void groupsAreThoseOfThePattern() {
    var random = new SplittableRandom(11);
    var hashes = new HashMap<List<String>, Long>();
    for (int i = 0; i < 3000; i++) {
      String text = text(random);
      var words = WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
      var groups = new ArrayList<List<String>>();
      for (int from = 0; from + 3 <= words.size() || from == 0 && !words.isEmpty(); from++) {
        groups.add(words.subList(from, Math.min(words.size(), from + 3)));
      }
      long[] found = new Shingles(3).of(text);
      assertThat(found).as(text).hasSize(groups.size());
      for (int g = 0; g < found.length; g++) {
        long hash = found[g];
        assertThat(hashes.computeIfAbsent(groups.get(g), _ -> hash)).as(text).isEqualTo(hash);
      }
    }
    assertThat(hashes.values()).doesNotHaveDuplicates().hasSizeGreaterThan(1000);
  }

  private static String text(SplittableRandom random) {
    String[] parts = {"a", "B", "1", "é", "e\u0301", "汉", "か", "カ", "ー", " ", "，", ".", "-", "\uD840\uDC00", "\uD835\uDC00", "々", "\uD83D\uDE00", "Ⅳ", "ǅ"};
    var text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }
}
