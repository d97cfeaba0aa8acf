package wenmai.corpus.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.XZInputStream;
import wenmai.corpus.Document;
import wenmai.corpus.Step;
import wenmai.corpus.Step.Outcome;
import wenmai.files.Json;
import wenmai.files.Recipes;

/// What every step does to good text of both languages, and how fast on one processor: passages of Chinese Wikipedia, reviews of films.
@Tag("data")
class PieceDataTest {
  private static final Path DATA = Path.of(System.getenv("WENMAI_DATA"));
  private static final int REVIEWS = 3000;

  @Test
  void goodTextPasses() throws IOException {
    var recipe = Recipes.of(List.of("decontamination.files=[" + DATA.resolve("README.md") + "]"), Cleaning.class);
    var processor = ManagementFactory.getThreadMXBean();
    var table = new StringBuilder();
    for (var texts : List.of(passages(), reviews())) {
      for (Piece piece : Piece.values()) {
        run(piece.of(recipe).begin(), texts);
        long start = processor.getCurrentThreadCpuTime();
        var outcomes = run(piece.of(recipe).begin(), texts);
        double seconds = (processor.getCurrentThreadCpuTime() - start) / 1e9;
        long dropped = outcomes.stream().filter(outcome -> outcome instanceof Outcome.Dropped).count();
        long changed = IntStream.range(0, texts.size()).filter(i -> outcomes.get(i) instanceof Outcome.Kept(String text)
            && !text.equals(texts.get(i).text())).count();
        table.append("%-20s %6.1f MB/s  dropped %5.2f %%  changed %5.2f %%  %s%n".formatted(piece, megabytes(texts) / seconds,
            100.0 * dropped / texts.size(), 100.0 * changed / texts.size(), reasons(outcomes)));
      }
    }
    System.out.println(table);
    var chinese = run(Piece.CHINESE_QUALITY.of(recipe).begin(), passages());
    long kept = chinese.stream().filter(outcome -> outcome instanceof Outcome.Kept).count();
    assertThat(kept).isGreaterThan(95 * chinese.size() / 100);
  }

  private static List<Outcome> run(Step.Work work, List<Document> documents) {
    return documents.stream().map(work::of).toList();
  }

  private static String reasons(List<Outcome> outcomes) {
    return outcomes.stream().filter(outcome -> outcome instanceof Outcome.Dropped)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())).toString();
  }

  private static double megabytes(List<Document> texts) {
    return texts.stream().mapToLong(document -> document.text().getBytes(StandardCharsets.UTF_8).length).sum() / 1e6;
  }

  private static List<Document> passages() {
    var data = Json.read(DATA.resolve("labelled/cmrc2018/cmrc2018_dev.json")).path("data");
    return StreamSupport.stream(data.spliterator(), false).flatMap(each -> StreamSupport.stream(each.path("paragraphs").spliterator(), false))
        .map(paragraph -> new Document(paragraph.path("id").asString(), paragraph.path("context").asString())).toList();
  }

  private static List<Document> reviews() throws IOException {
    try (var in = new XZInputStream(Files.newInputStream(DATA.resolve("labelled/IMDB/imdb.tsv.xz")));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      var reviews = new ArrayList<Document>();
      for (int i = 0; i < REVIEWS; i++) {
        reviews.add(new Document("review " + i, lines.readLine().split("\t")[2].replace("<br /><br />", "\n")));
      }
      return reviews;
    }
  }
}
