package wenmai.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.corpus.Source;
import wenmai.corpus.recipe.CleanFolder;
import wenmai.corpus.recipe.CleanFolder.Workers;
import wenmai.corpus.recipe.Cleaning;
import wenmai.files.Json;
import wenmai.files.Recipes;

@Tag("spark")
class CleanOnSparkTest {
  @TempDir Path folder;
  private final Cleaning recipe = Recipes.of(List.of("shortest=20"), Cleaning.class);

  /// Files of two languages, some of them twice, almost twice, too short or no text, and what is done to them on one machine.
  @BeforeEach
  void cleanHere() throws IOException {
    var random = new SplittableRandom(3);
    var in = Files.createDirectory(folder.resolve("in"));
    for (int i = 0; i < 30; i++) {
      Files.write(in.resolve("%02d.jsonl".formatted(i)), (Iterable<String>) IntStream.range(0, 50)
          .mapToObj(_ -> Json.object().put("text", text(random)).toString())::iterator);
    }
    Files.write(in.resolve("bad.txt"), new byte[] {0, 1, 2, 3, 0, 0});
    CleanFolder.write(source(), recipe, folder.resolve("here"), true, Workers.threads(1, (_, _, _) -> _ -> { }));
    assertThat(folder.resolve("here/report.json")).content().contains("\"binary\"", "\"duplicate\"", "\"near_duplicate\"", "\"too_short\"");
  }

  /// One of many kinds, of which each is almost the same every time.
  private static String text(RandomGenerator random) {
    int kind = random.nextInt(400);
    return random.nextInt(10) == 0 ? "short" : IntStream.range(0, 60).mapToObj(word -> "word" + kind * 31 % 97 + "x" + word).collect(Collectors.joining(" "))
        + "\u00A0for x%d@example.org. 这是第 %d 类文本，末尾是 %d。".formatted(kind, kind, random.nextInt(5));
  }

  private Source source() {
    return Source.of(List.of(folder.resolve("in")));
  }

  @Test
  void inOneProcessTheResultIsThatOfOneMachine() throws IOException {
    try (var spark = new JavaSparkContext(new SparkConf().setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"))) {
      CleanFolder.writeParts(source(), recipe, folder.resolve("there"), true, 20_000, CleanOnSpark.workers(spark));
    }
    sameAsHere(folder.resolve("there"));
  }

  /// A master and two workers, each a process, and the job submitted as a user does.
  @Test
  void onAClusterOfTwoWorkersTheResultIsThatOfOneMachine() throws IOException, InterruptedException {
    try (var cluster = StandaloneCluster.of(folder.resolve("spark"), 2)) {
      cluster.submit(CleanOnSpark.class, folder.resolve("in"), "--out", folder.resolve("there"), "--set", "shortest=20", "--keep-dropped", "--part", 1);
      assertThat(cluster.executors()).as("workers that ran an executor").isEqualTo(2);
    }
    sameAsHere(folder.resolve("there"));
  }

  @Test
  void whatTheUserCanMendEndsWithTwo() throws IOException, InterruptedException {
    try (var cluster = StandaloneCluster.of(folder.resolve("spark"), 0)) {
      assertThat(cluster.submitted(CleanOnSpark.class, folder.resolve("nowhere"), "--out", folder.resolve("there"))).isEqualTo(2);
    }
    assertThat(folder.resolve("there")).doesNotExist();
  }

  private void sameAsHere(Path there) throws IOException {
    assertThat(joined(there.resolve("documents"))).isEqualTo(Files.readString(folder.resolve("here/documents.jsonl"))).isNotEmpty();
    assertThat(joined(there.resolve("dropped"))).isEqualTo(Files.readString(folder.resolve("here/dropped.jsonl")));
    assertThat(there.resolve("report.json")).hasSameTextualContentAs(folder.resolve("here/report.json"));
    assertThat(Path.of(there + ".unfinished")).doesNotExist();
  }

  private static String joined(Path parts) throws IOException {
    try (var files = Files.list(parts)) {
      var all = files.sorted().toList();
      var text = new StringBuilder();
      for (Path each : all) {
        text.append(Files.readString(each));
      }
      return text.toString();
    }
  }
}
