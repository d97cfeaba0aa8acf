package wenmai.corpus;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
  @TempDir Path folder;

  @Test
  void aRowIsADocumentAndQuotesAreThoseOfRfc4180() throws IOException {
    var read = Reads.of(folder, "a.csv", "id,Text,n\r\n1,\"He said \"\"yes\"\",\nand left\",5\r\n2,he said \"no\",6\r\n\r\n3\r\n4,,7\n5,\"end");
    assertThat(read.texts()).containsExactly(Map.entry("#2", "He said \"yes\",\nand left"), Map.entry("#3", "he said \"no\""),
        Map.entry("#6", ""), Map.entry("#7", "end"));
    assertThat(read.report().dropped()).containsOnlyKeys(Reason.NO_TEXT_COLUMN);
  }

  @Test
  void separatorsOfSpreadsheetsAndByteOrderMarksAreUnderstood() throws IOException {
    assertThat(Reads.of(folder, "a.csv", "\uFEFFtext;n\n春眠,不觉晓;1\n").texts()).containsExactly(Map.entry("#2", "春眠,不觉晓"));
    assertThat(Reads.of(folder, "b.csv", "\uFEFFn\ttext\n1\t春眠\n".getBytes(UTF_16LE)).text()).isEqualTo("春眠");
    assertThat(Reads.of(folder, "c.csv", "n,content\n1,春眠不觉晓，处处闻啼鸟\n".getBytes(Encoding.GB18030.charset())).text())
        .isEqualTo("春眠不觉晓，处处闻啼鸟");
  }

  @Test
  void inTsvAQuoteAloneIsAQuote() throws IOException {
    assertThat(Reads.of(folder, "a.tsv", "text\tn\n\"Yes,\" he said.\t1\n\"all \"\"of\"\" it\"\t2\n\"\t3\n").texts().values())
        .containsExactly("\"Yes,\" he said.", "all \"of\" it", "\"");
  }

  @Test
  void theColumnIsTheUsersChoiceAndAMissingOneIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "text,answer\na,b\n");
    assertThat(Reads.of(file, "answer").texts()).containsExactly(Map.entry("#2", "b"));
    var read = Reads.of(file, "question");
    assertThat(read.reason()).isEqualTo(Reason.NO_TEXT_COLUMN);
    assertThat(read.report().dropped().values()).singleElement()
        .satisfies(drop -> assertThat(drop.first()).containsExactly(file + "[text, answer]"));
  }

  @Test
  void withoutAColumnOfTextATableIsTheTextThatItIs() throws IOException {
    assertThat(Reads.of(folder, "a.tsv", "床前明月光\t疑是地上霜\n").texts()).containsExactly(Map.entry("", "床前明月光\t疑是地上霜\n"));
  }

  @Test
  void aRowWithoutEndIsPassedOver() throws IOException {
    var read = Reads.of(folder, "a.csv", "text\n\"" + "a,".repeat(JsonLines.LONGEST_LINE / 2 + 9));
    assertThat(read.texts()).isEmpty();
    assertThat(read.count(Reason.LONG_LINE)).isEqualTo(1);
  }
}
