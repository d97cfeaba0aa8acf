package wenmai.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("data")
class CorpusDataTest {
  private final Map<String, String> texts = new LinkedHashMap<>();

  @Test
  void theFourNovelsAreReadAsChineseWithTheirFirstLines() {
    var report = run(data("corpora/zh-novels"));
    assertThat(report.encodings()).containsExactly(Map.entry("UTF-8", 4L));
    assertThat(report.undecodable()).isZero();
    assertThat(texts.values()).extracting(text -> text.lines().findFirst().orElseThrow())
        .containsExactlyInAnyOrder("《三国演义》罗贯中", "《水浒传》施耐庵", "《红楼梦》曹雪芹", "《西游记》吴承恩（明）");
    assertThat(texts.values())
        .noneMatch(text -> text.contains("\r") || text.contains("\u3000") || text.contains("\n\n\n\n"));
  }

  @Test
  void warAndPeaceLosesItsByteOrderMarkAndCarriageReturnsOnly() throws IOException {
    Path file = data("corpora/gutenberg/war-and-peace-2600.txt");
    run(file);
    String raw = Files.readString(file).substring(1).replace("\r", "");
    assertThat(texts.get(file.toString())).startsWith("\nThe Project Gutenberg EBook of War and Peace")
        .isEqualTo(raw.replaceAll("(?m)[ \t]+$", "").replaceAll("\n{4,}", "\n\n\n"));
  }

  @Test
  void thisRepositorysOwnSourcesStayAsTheyAre() throws IOException {
    var report = run(Path.of("src", "main", "java"));
    assertThat(report.changes()).isEmpty();
    assertThat(texts).hasSizeGreaterThan(20);
    for (var source : texts.entrySet()) {
      assertThat(source.getValue()).isEqualTo(Files.readString(Path.of(source.getKey())));
    }
  }

  @Test
  void aLargePackedCorpusIsOneText() {
    var report = run(data("corpora/classical-modern.tsv.xz"));
    assertThat(report.bytes()).isGreaterThan(150_000_000);
    assertThat(texts.values().iterator().next()).startsWith("三十六计\t假之以便");
  }

  @Test
  void shakespeareIsSplitWhereNanoGptSplitsIt() {
    Path file = data("corpora/tinyshakespeare.txt");
    Source.of(List.of(file)).documents(new Tally()).forEach(document -> {
      var parts = new Split.ByCharacters(0.1).of(document);
      assertThat(parts.train()).hasSize(1_003_854);           // data/shakespeare_char/prepare.py of nanoGPT
      assertThat(parts.validation()).hasSize(111_540);
    });
  }

  private Report run(Path place) {
    var report = new Pipeline(Source.of(List.of(place)), Cleaner.LM, 1).run(d -> texts.put(d.id(), d.text()));
    System.out.println(report.words().zh());
    PipelineTest.assertAccounted(report);
    return report;
  }

  private static Path data(String path) {
    return Path.of(System.getenv("WENMAI_DATA"), path);
  }
}
