package wenmai.corpus.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.files.Recipes;
import wenmai.message.BadInput;

class CleaningTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      languages.keep=[zh]        | languages       | languages
      gopherQuality.minWords=20  | gopherQuality   | gopher_quality
      gopherRepetition.lines=0.4 | gopherRepetition | gopher_repetition
      c4.minWords=3              | c4              | c4
      fineweb.shortLine=20       | fineweb         | fineweb
      chineseQuality.minHan=10   | chineseQuality  | chinese_quality
      chineseQuality.lines.shortLine=20 | chineseQuality | chinese_quality
      shortestRepeat=30          | shortestRepeat  | repeated_lines
      decontamination.words=8    | decontamination | decontamination
      """)
  void aValueOfAStepThatDoesNotRunIsRefusedWithTheStep(String override, String key, String step) {
    assertThatThrownBy(() -> of(override)).isInstanceOf(BadInput.class)
        .hasMessageContaining("%s changes nothing, for the step %s does not run", key, step).hasMessageContaining("mojibake, ");
  }

  @Test
  void aValueOfAStepThatRunsIsTaken() {
    assertThat(of("profile=web", "gopherQuality.minWords=20").gopherQuality().minWords()).isEqualTo(20);
    assertThat(of("steps=[repeated_paragraphs]", "shortestRepeat=30").shortestRepeat()).isEqualTo(30);
    assertThatThrownBy(() -> of("profile=words", "nearDuplicates.words=3")).hasMessageContaining("near_duplicates");
    assertThatThrownBy(() -> of("steps=[nfc]", "shortest=3")).hasMessageContaining("not_short");
  }

  @ParameterizedTest
  @ValueSource(strings = {"languages.sure=2", "gopherQuality.minWords=-5", "gopherQuality.functionWords=9", "gopherQuality.letters=1.5",
      "gopherRepetition.lines=-0.1", "gopherRepetition.frequent=[2]", "gopherRepetition.repeated=[-1]", "c4.minWords=-1",
      "c4.minSentences=-1", "fineweb.shortLines=7", "chineseQuality.minHan=-3", "chineseQuality.spaced=NaN",
      "chineseQuality.lines.closedLines=-1", "shortest=-1", "shortestRepeat=0", "nearDuplicates.words=-1", "nearDuplicates.similarity=0",
      "decontamination.words=0"})
  void aValueOutOfItsRangeIsRefusedByName(String override) {
    String key = override.substring(0, override.indexOf('='));
    assertThatThrownBy(() -> of("profile=web", override)).isInstanceOf(BadInput.class)
        .hasMessageContaining(key.substring(key.startsWith("fineweb.") || key.contains("lines.") ? key.lastIndexOf('.') + 1 : 0) + " (")
        .hasMessageMatching(".*\\((" + override.replaceAll(".*=\\[?|]", "") + ")(\\.0)?\\).*must be .*");
  }

  @Test
  void aStepNamedTwiceIsNamedAsItIsWritten() {
    assertThatThrownBy(() -> of("steps=[nfc,email,nfc]")).hasMessage("steps names nfc twice: take one out");
  }

  @Test
  void theStepsOfAProfileAreWrittenOut() {
    var words = of("profile=words");
    assertThat(Recipes.yaml(words)).contains("- \"mojibake\"", "- \"stop_words\"");
    assertThat(Recipes.differences(words, of("steps=" + words.steps(), "profile=words"))).isEmpty();
  }

  private static Cleaning of(String... overrides) {
    return Recipes.of(List.of(overrides), Cleaning.class);
  }
}
