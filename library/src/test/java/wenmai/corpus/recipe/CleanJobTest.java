package wenmai.corpus.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wenmai.corpus.Document;
import wenmai.corpus.Pipeline;
import wenmai.corpus.Report;
import wenmai.corpus.Source;
import wenmai.corpus.Tally;
import wenmai.files.Json;
import wenmai.files.Recipes;

class CleanJobTest {
  @TempDir Path folder;

  /// What passes over parts keep, drop and count, and in which order.
  private record Result(List<String> kept, List<String> dropped, Report report) {}

  @Test
  void passesOverPartsAreOnePassOverAll() throws IOException {
    write(new SplittableRandom(20261128));
    for (String steps : List.of("[]", "[mojibake,repeated_lines,email,not_short,duplicates,repeated_paragraphs,near_duplicates,phone]",
        "[duplicates]", "[near_duplicates,duplicates,lower_case]", "[lower_case]")) {
      var lengths = Stream.of("not_short shortest=12", "repeated_lines shortestRepeat=5").map(length -> length.split(" "))
          .filter(length -> steps.contains(length[0])).map(length -> length[1]);
      var recipe = Recipes.of(Stream.concat(Stream.of("steps=" + steps), lengths).toList(), Cleaning.class);
      var twin = inOnePass(recipe);
      assertThat(twin.dropped).isNotEmpty();
      assertThat(inParts(recipe, steps)).as(steps).isEqualTo(twin);
    }
  }

  @Test
  void whereOneFileCannotBeOpenedNoneIsLeft() throws IOException {
    write(new SplittableRandom(1));
    var job = CleanJob.in(folder.resolve("job"), source(), Recipes.of(List.of("steps=[words]"), Cleaning.class), true, 1 << 20);
    Files.writeString(folder.resolve("job/words"), "in the way");
    assertThatThrownBy(() -> job.run(0, job.left(0).getFirst(), _ -> { })).isInstanceOf(UncheckedIOException.class);
    assertThat(folder.resolve("job/documents")).isEmptyDirectory();
  }

  @Test
  void aWorkerReadsNothingOfOtherParts() throws IOException {
    write(new SplittableRandom(2));
    var job = CleanJob.in(folder.resolve("job"), source(), Recipes.of(List.of(), Cleaning.class), false, 2_000);
    Files.delete(folder.resolve("job/parts.jsonl"));
    var part = job.left(0).get(3);
    CleanJob.run(folder.resolve("job"), 0, part, _ -> { });
    assertThat(job.left(0)).hasSize(job.parts() - 1).doesNotContain(part);
  }

  /// With its texts, which are what takes room.
  @Test
  void aPartIsOnDiskOnce() throws IOException {
    write(new SplittableRandom(3));
    var job = CleanJob.in(folder.resolve("job"), source(), Recipes.of(List.of(), Cleaning.class), false, 2_000);
    for (int pass = 0; pass < job.passes(); pass++) {
      for (var part : job.left(pass)) {
        job.run(pass, part, _ -> { });
        assertThat(texts(part.number())).as("files of the texts of part %d behind pass %d", part.number(), pass).hasSize(1);
      }
      job.compare(pass, () -> { });
    }
  }

  @Test
  void whatIsDroppedAsADuplicateNamesTheFirst() throws IOException {
    var in = Files.createDirectories(folder.resolve("in"));
    String text = IntStream.range(0, 200).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
    Files.writeString(in.resolve("a.txt"), text);
    Files.writeString(in.resolve("b.txt"), text + " and more");
    Files.writeString(in.resolve("c.jsonl"), "no JSON\n{\"text\": \"One.\"}\n{\"text\": \"One.\"}\n{\"text\": \"One.\"}\n");
    Files.writeString(in.resolve("d.txt"), text + " and more");
    Files.writeString(in.resolve("e.txt"), "An other.");
    var job = CleanJob.in(folder.resolve("job"), source(), Recipes.of(List.of("steps=[repeated_lines,duplicates,near_duplicates]", "shortestRepeat=5000"), Cleaning.class), true, 10);
    assertThat(job.parts()).isGreaterThan(3);
    for (int pass = 0; pass < job.passes(); pass++) {
      for (var part : job.left(pass).reversed()) {
        job.run(pass, part, _ -> { });
      }
      job.compare(pass, () -> { });
    }
    var named = lines(job.results(CleanJob.DROPPED)).stream().map(line -> Json.parse(line, "drop"))
        .map(drop -> name(drop, "id") + " " + drop.get("reason").asString() + " " + name(drop, "repeats")).toList();
    assertThat(named).containsExactly("b.txt near_duplicate a.txt", "c.jsonl#1 not_json ", "c.jsonl#3 duplicate c.jsonl#2",
        "c.jsonl#4 duplicate c.jsonl#2", "d.txt duplicate b.txt");
  }

  private String name(JsonNode drop, String key) {
    return drop.path(key).asString("").replace(folder.resolve("in") + "/", "");
  }

  private List<Path> texts(int part) throws IOException {
    try (var files = Files.walk(folder.resolve("job"))) {
      return files.filter(file -> file.endsWith("%05d.jsonl".formatted(part))).toList();
    }
  }

  private Result inOnePass(Cleaning recipe) {
    var kept = new ArrayList<String>();
    var dropped = new ArrayList<String>();
    var report = new Pipeline(source(), recipe.list()).run(document -> kept.add(line(document)), new Tally(drop -> dropped.add(Json.compact(drop))));
    return new Result(kept, dropped, report);
  }

  /// Parts in any order, each given twice, as by a scheduler that has not heard of its end.
  private Result inParts(Cleaning recipe, String name) {
    var job = CleanJob.in(folder.resolve("job of " + name), source(), recipe, true, 2_000);
    assertThat(job.parts()).isGreaterThan(5);
    for (int pass = 0; pass < job.passes(); pass++) {
      for (var part : job.left(pass).reversed()) {
        CleanJob.run(job.folder(), pass, part, _ -> { });
        CleanJob.run(job.folder(), pass, part, _ -> { });
      }
      assertThat(job.left(pass)).isEmpty();
      if (pass + 1 < job.passes()) {
        job.compare(pass, () -> { });
      }
    }
    return new Result(lines(job.results(CleanJob.DOCUMENTS)), lines(job.results(CleanJob.DROPPED)).stream().map(CleanJobTest::withoutOriginal).toList(),
        job.report());
  }

  private static String withoutOriginal(String drop) {
    return Json.compact(((ObjectNode) Json.parse(drop, "drop")).without("repeats"));
  }

  private Source source() {
    return Source.of(List.of(folder.resolve("in")));
  }

  private static String line(Document document) {
    return Json.object().put("text", document.text()).put("source", document.id()).toString();
  }

  private static List<String> lines(List<Path> files) {
    return files.stream().flatMap(file -> {
      try {
        return Files.readAllLines(file).stream();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }).toList();
  }

  /// Texts, lines of JSON, an archive, what cannot be read and what is left out; many documents twice or almost twice.
  private void write(RandomGenerator random) throws IOException {
    var in = folder.resolve("in");
    Files.createDirectories(in.resolve("deep/target"));
    Files.writeString(in.resolve("deep/target/x.txt"), "left out");
    Files.writeString(in.resolve("z.exe"), "another kind");
    Files.write(in.resolve("bad.txt"), new byte[] {0, 1, 2, 3, 0, 0});
    for (int i = 0; i < 60; i++) {
      Files.writeString(in.resolve((i % 3 == 0 ? "deep/" : "") + "t%02d.txt".formatted(i)), text(random));
      if (i % 10 == 0) {
        Files.write(in.resolve("j%02d.jsonl".formatted(i)), (Iterable<String>) Stream.concat(Stream.of("no JSON"),
            IntStream.range(0, 12).mapToObj(_ -> Json.object().put("text", text(random)).toString()))::iterator);
      }
    }
  }

  private static String text(RandomGenerator random) {
    if (random.nextInt(10) == 0) {
      return "short";
    }
    var text = new StringBuilder();
    int kind = random.nextInt(12);
    for (int line = 0; line < 6; line++) {
      text.append("Line ").append(line).append(" of the text of kind ").append(kind).append(random.nextInt(8) == 0 ? " and café" : "")
          .append(random.nextInt(9) == 0 ? " to a@b.cn" : "").append(random.nextInt(5) == 0 ? "\n\n" : "\n");
    }
    return text.toString();
  }
}
