package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WidthTest {
  @Test
  void widthIsThatOfATerminal() {
    assertThat(Width.of("abc")).isEqualTo(3);
    assertThat(Width.of("文脉")).isEqualTo(4);
    assertThat(Width.of("Ａ，。：（")).isEqualTo(10);   // full-width forms and punctuation
    assertThat(Width.of("e\u0301")).isEqualTo(1);    // a combining accent
    assertThat(Width.of("𠮷")).isEqualTo(2);          // a rare character outside the first plane
    assertThat(Width.of("😀")).isEqualTo(2);
    assertThat(Width.of("👩\u200d💻")).isEqualTo(2);   // two emoji joined to one
    assertThat(Width.of("")).isZero();
  }

  @Test
  void cuttingNeverExceedsTheWidthNorSplitsACharacter() {
    assertThat(Width.cut("文脉很长", 8)).isEqualTo("文脉很长");
    assertThat(Width.cut("文脉很长", 7)).isEqualTo("文脉很…");
    assertThat(Width.cut("文脉很长", 6)).isEqualTo("文脉…");
    assertThat(Width.cut("a😀b", 3)).isEqualTo("a…");
    assertThat(Width.cut("abc", 0)).isEmpty();
    String text = "a文e\u0301😀𠮷，b";
    for (int columns = 1; columns <= 12; columns++) {
      assertThat(Width.of(Width.cut(text, columns))).isLessThanOrEqualTo(columns);
    }
  }

  @Test
  void paddingFillsUpToTheWidth() {
    assertThat(Width.pad("文脉", 6)).isEqualTo("文脉  ");
    assertThat(Width.pad("文脉", 2)).isEqualTo("文脉");
  }
}
