package wenmai.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.Lang;

class PipelineTest {
  @TempDir Path folder;

  @Test
  void everyCharacterReadIsKeptChangedOrDropped() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "\uFEFF床前明月光，\r\n疑是地上霜。\u3000\r\n");
    Files.write(folder.resolve("b.txt"), "床前明月光，\n疑是地上霜。\n".getBytes(Charset.forName("GB18030")));
    Files.writeString(folder.resolve("c.txt"), "short");
    Files.writeString(folder.resolve("d.txt"), " \u3000\n\n\n\n\n\n");
    Files.writeString(folder.resolve("e.jsonl"), "{\"text\": \"Bright moonlight before my bed.  \"}\n{}\n");
    var kept = new ArrayList<Document>();
    var report = new Pipeline(Source.of(List.of(folder)), Cleaner.LM, 10).run(kept::add);

    assertThat(kept).extracting(Document::text)
        .containsExactly("床前明月光，\n疑是地上霜。\n", "Bright moonlight before my bed.");
    assertThat(report.documents()).isEqualTo(5);
    assertThat(report.kept()).isEqualTo(2);
    assertThat(report.encodings()).isEqualTo(Map.of("UTF-8", 3L, "UTF-8 with BOM", 1L, "GB18030", 1L));
    assertThat(report.dropped().keySet())
        .containsExactly(Reason.NO_TEXT_FIELD, Reason.BLANK, Reason.TOO_SHORT, Reason.DUPLICATE);
    assertThat(report.dropped()).containsEntry(Reason.DUPLICATE,
        new Report.Dropped(1, 14, List.of(folder.resolve("b.txt").toString())));
    assertThat(report.bytes()).isEqualTo(bytesIn(folder));
    assertAccounted(report);
  }

  @Test
  void changesAreCountedByStep() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "一\r\n二\r\n三\u3000四\r\n");
    var report = new Pipeline(Source.of(List.of(file)), Cleaner.LM, 1).run(document -> { });
    assertThat(report.changes()).containsExactly(Map.entry(Cleaner.LM.get(0).name(), new Report.Change(1, 3, 3)),
        Map.entry(Cleaner.LM.get(1).name(), new Report.Change(1, 1, 0)));
  }

  @Test
  void theReportIsSaidInBothLanguages() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "one line\r\n");
    var words = new Pipeline(Source.of(List.of(file)), Cleaner.LM, 1).run(document -> { }).words();
    assertThat(words.in(Lang.EN)).isEqualTo("""
        read 1 files, 10 bytes (UTF-8 × 1): 1 documents, 10 characters, 0 of them undecodable
        changed by "line ends": 1 documents, 1 characters
        kept 1 documents, 9 characters""");
    assertThat(words.in(Lang.ZH)).contains("读取 1 个文件，10 字节").contains("“换行符”改动").contains("保留 1 篇文档，9 个字符");
  }

  static void assertAccounted(Report report) {
    long dropped = report.dropped().values().stream().mapToLong(Report.Dropped::characters).sum();
    long shorter = report.changes().values().stream().mapToLong(Report.Change::shorter).sum();
    assertThat(report.keptCharacters() + dropped + shorter).isEqualTo(report.characters());
  }

  private static long bytesIn(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
