package wenmai.corpus.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The share of windows of 50 characters, beginning with a word, whose language is found.
@Tag("data")
class IdentifierDataTest {
  private static final Path DATA = Path.of(System.getenv("WENMAI_DATA"));
  private static final int WINDOW = 50;
  private static final int WINDOWS = 2000;
  private static final long SEED = 7;

  @Test
  void fiftyCharactersOfEnglishAndChineseAreEnough() throws IOException {
    for (String file : new String[] {"corpora/wikitext-2/test.txt", "corpora/gutenberg/war-and-peace-2600.txt",
        "corpora/tinyshakespeare.txt", "labelled/GLUE-SST-2/dev.tsv"}) {
      assertThat(percent(file, Language.EN)).as(file).isGreaterThanOrEqualTo(99);
    }
    for (String file : new String[] {"corpora/zh-novels/红楼梦.txt", "labelled/THUCNews/test.txt", "labelled/ChnSentiCorp/test.tsv"}) {
      assertThat(percent(file, Language.ZH)).as(file).isGreaterThanOrEqualTo(99);
    }
  }

  private static double percent(String file, Language language) throws IOException {
    String text = Files.readString(DATA.resolve(file)).replaceAll("\\s+", " ");
    var random = new Random(SEED);
    var wrong = new ArrayList<String>();
    for (int i = 0; i < WINDOWS; i++) {
      int place = random.nextInt(text.length() - 2 * WINDOW);
      int start = language == Language.ZH ? place : text.indexOf(' ', place) + 1;
      String window = text.substring(start, Math.min(text.length(), start + WINDOW));
      if (Identifier.guess(window).filter(guess -> guess.language() == language).isEmpty()) {
        wrong.add(window);
      }
    }
    double percent = 100.0 * (WINDOWS - wrong.size()) / WINDOWS;
    System.out.printf("%s: %.2f %% %s%n", file, percent, wrong.subList(0, Math.min(3, wrong.size())));
    return percent;
  }
}
