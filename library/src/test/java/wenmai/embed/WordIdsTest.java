package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.BadInput;

class WordIdsTest {
  @TempDir
  private Path folder;

  private RecordFile file;

  @BeforeEach
  void open() throws IOException {
    file = new RecordFile(folder);
  }

  @AfterEach
  void close() throws IOException {
    file.close();
  }

  private WordIds ids(String text, int minCount) throws IOException {
    return WordIds.of(Files.writeString(folder.resolve("text.txt"), text), minCount, file);
  }

  private static List<Integer> all(WordIds ids) {
    var all = new ArrayList<Integer>();
    for (long place = 0; place < ids.size(); place++) {
      all.add(ids.get(place));
    }
    return all;
  }

  @Test
  void frequentWordsHaveLowIdsAndLinesEnd() throws IOException {
    try (var ids = ids("\uFEFFthe cat\tsaw  the 天下\r\n\n\nthe cat", 1)) {
      assertThat(ids.words()).containsExactly("the", "cat", "saw", "天下");
      assertThat(ids.counts()).containsExactly(3, 2, 1, 1);
      assertThat(ids.tokens()).isEqualTo(7);
      assertThat(all(ids)).containsExactly(0, 1, 2, 0, 3, WordIds.LINE_END, 0, 1);
    }
  }

  @Test
  void noNameIsLeftForAKilledProcessToLeaveBehind() throws IOException {
    try (var ids = ids("a b", 1); var files = Files.list(folder)) {
      assertThat(all(ids)).containsExactly(0, 1);
      assertThat(files).containsExactly(folder.resolve("text.txt"));
    }
  }

  @Test
  void rareWordsAreAsIfTheyWereNotThere() throws IOException {
    try (var ids = ids("a b a c\nd\na b", 2)) {
      assertThat(ids.words()).containsExactly("a", "b");
      assertThat(all(ids)).containsExactly(0, 1, 0, WordIds.LINE_END, 0, 1);
    }
    assertThatThrownBy(() -> ids("a b c", 2)).isInstanceOf(BadInput.class).hasMessageContaining("no word that occurs 2 times");
    assertThatThrownBy(() -> ids("", 1)).isInstanceOf(BadInput.class);
  }

  @Test
  void aTextWithoutSpacesIsRefused() {
    assertThatThrownBy(() -> ids("one two\n" + "文".repeat(30_000), 1)).isInstanceOf(BadInput.class)
        .hasMessageContaining("line 2").hasMessageContaining("Segment the text first");
  }

  @Test
  void whatIsNotUtf8IsRefusedWithItsLine() throws IOException {
    var text = Files.write(folder.resolve("gb.txt"), "ok\n天下 太平".getBytes(Charset.forName("GB18030")));
    assertThatThrownBy(() -> WordIds.of(text, 1, file)).isInstanceOf(BadInput.class)
        .hasMessageContaining("line 2").hasMessageContaining("iconv");
  }
}
