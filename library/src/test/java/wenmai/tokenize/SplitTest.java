package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SplitTest {
  static List<Split> splits() {
    return List.of(new Split.Gpt2(), new Split.Cl100k(1), new Split.Cl100k(3));
  }

  @ParameterizedTest
  @MethodSource("splits")
  void theScannerCutsAsItsPatternDoes(Split split) {
    var pattern = Pattern.compile(split.patterns().getFirst(), Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);
    for (var line : new RandomText(1).lines(20_000)) {
      var expected = pattern.matcher(line).results().map(m -> m.group()).toList();
      assertThat(cut(split, line)).as("seed 1: %s", line).isEqualTo(expected);
    }
  }

  @Test
  void aSpaceGoesWithTheWordBehindIt() {
    assertThat(cut(new Split.Gpt2(), "He didn't go,  no. 他没去，没有。")).containsExactly(
        "He", " didn", "'t", " go", ",", " ", " no", ".", " 他没去", "，", "没有", "。");
  }

  @Test
  void cl100kPutsAMarkBeforeItsWordAndLineEndsBehindMarks() {
    assertThat(cut(new Split.Cl100k(3), "(a) 12345.\n\n  b")).containsExactly(
        "(a", ")", " ", "123", "45", ".\n\n", " ", " b");
  }

  private static List<String> cut(Split split, String text) {
    var pieces = new ArrayList<String>();
    for (int i = 0, end; i < text.length(); i = end) {
      end = split.end(text, i);
      pieces.add(text.substring(i, end));
    }
    return pieces;
  }
}
