package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.tensor.Numbers;

class PhrasesTest {
  @TempDir
  private Path folder;

  private String joined(String text, int passes) throws IOException {
    var file = Files.writeString(folder.resolve("text.txt"), text);
    try (var joined = Phrases.join(file, passes, 3, folder)) {
      return Files.readString(joined.path());
    }
  }

  /// "new york city" five times in many other words, each of which is frequent but in no company.
  private static String text() {
    var random = new Random(Numbers.SEED);
    var text = new StringBuilder();
    for (int line = 0; line < 500; line++) {
      for (int i = 0; i < 12; i++) {
        text.append('w').append(random.nextInt(400)).append(' ');
      }
      text.append(line % 50 == 0 ? "new york city\n" : "end\n");
    }
    return text.toString();
  }

  @Test
  void wordsThatKeepCompanyAreJoined() throws IOException {
    var once = joined(text(), 1);
    assertThat(once).contains("new_york city\n").doesNotContain("w1_").doesNotContain("_end");
    assertThat(once.replace('_', ' ')).isEqualTo(text());
  }

  @Test
  void aSecondPassJoinsLongerPhrases() throws IOException {
    assertThat(joined(text(), 2)).contains("new_york_city\n");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void noPhraseCrossesALine() throws IOException {
    assertThat(joined("a b\nc d\n".repeat(400) + "x y z", 1)).doesNotContain("b_c").endsWith("x y z");
  }
}
