package wenmai.corpus.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.corpus.Document;
import wenmai.corpus.Reason;
import wenmai.corpus.Report;
import wenmai.corpus.Source;
import wenmai.corpus.recipe.CleanFolder.Workers;
import wenmai.files.Draft;
import wenmai.files.Json;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.message.Failure;

class CleanFolderTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(folder.resolve("in"));
    Files.writeString(folder.resolve("in/a.txt"), "Write to a@b.cn, the cafÃ© is open.\r\n");
    Files.writeString(folder.resolve("in/b.txt"), "Write to c@d.cn, the café is open.\n");
    Files.writeString(folder.resolve("in/c.txt"), "他们的学生在北京大学学习自然语言处理。\n");
    Files.writeString(folder.resolve("in/d.bin.txt"), "\u0000\u0001\u0002\u0003".repeat(50));
  }

  @Test
  void theLmProfileRepairsRedactsAndDeduplicates() {
    var report = clean("out", true);
    assertThat(lines("out/documents.jsonl")).containsExactly(
        "{\"text\":\"Write to ⟨EMAIL⟩, the café is open.\\n\",\"source\":\"" + in("a.txt") + "\"}",
        "{\"text\":\"他们的学生在北京大学学习自然语言处理。\\n\",\"source\":\"" + in("c.txt") + "\"}");
    assertThat(lines("out/dropped.jsonl")).containsExactlyInAnyOrder(
        "{\"id\":\"" + in("b.txt") + "\",\"reason\":\"duplicate\",\"text\":\"Write to ⟨EMAIL⟩, the café is open.\\n\",\"repeats\":\"" + in("a.txt") + "\"}",
        "{\"id\":\"" + in("d.bin.txt") + "\",\"reason\":\"binary\",\"text\":\"\"}");
    assertThat(report.kept()).isEqualTo(2);
    assertThat(Json.read(folder.resolve("out/report.json")).at("/dropped/duplicate/count").asInt()).isEqualTo(1);
    assertThat(Json.read(folder.resolve("out/report.json")).at("/changed/e-mail addresses/documents").asInt()).isEqualTo(2);
  }

  @Test
  void dropsAreKeptOnlyOnRequest() {
    clean("out", false);
    assertThat(folder.resolve("out/dropped.jsonl")).doesNotExist();
    assertThat(folder.resolve("out/words.txt")).doesNotExist();
  }

  @Test
  void theWordsProfileLeavesBareWords() {
    clean("out", false, "profile=words");
    assertThat(lines("out/documents.jsonl")).hasSize(3)
        .anyMatch(line -> line.startsWith("{\"text\":\"write b cn café open\","))
        .anyMatch(line -> line.contains("学生 北京 大学 学习 自然 语言 处理"));
    assertThat(lines("out/words.txt")).contains("write b cn café open").anyMatch(line -> line.contains("学生 北京 大学 学习 自然 语言 处理"));
  }

  @Test
  void aRecipeOrdersTheSteps() {
    clean("out", false, "steps=[duplicates,email]");
    assertThat(lines("out/documents.jsonl")).hasSize(3);
    clean("other", false, "steps=[mojibake,line_ends,email,duplicates]");
    assertThat(lines("other/documents.jsonl")).hasSize(2);
  }

  @Test
  void theWrittenRecipeGivesTheSameFolder() throws IOException {
    clean("out", true, "profile=web", "gopherQuality.minWords=3", "c4.minSentences=1");
    var again = Recipes.read(folder.resolve("out/recipe.yaml"), List.of(), Cleaning.class);
    CleanFolder.write(Source.of(List.of(folder.resolve("in"))), again, folder.resolve("again"), true, Workers.threads(1, (_, _, _) -> _ -> { }));
    for (String name : List.of("documents.jsonl", "dropped.jsonl", "report.json", "recipe.yaml")) {
      assertThat(folder.resolve("again").resolve(name)).hasSameTextualContentAs(folder.resolve("out").resolve(name));
    }
  }

  @Test
  void whatHoldsAStretchOfATestIsDropped() throws IOException {
    Files.writeString(folder.resolve("tests.jsonl"), """
        {"text": "On which day did the old ferryman of the river count all of his coins in the shade?"}
        {"text": "他们的学生在北京大学学习自然语言处理。"}
        {"text": "Too short to find anything"}
        """);
    Files.writeString(folder.resolve("in/e.txt"), "Tell me: on which day did the OLD ferryman of the river, count all of his coins? Too short to find anything.");
    var report = clean("out", true, "decontamination.files=[" + folder.resolve("tests.jsonl") + "]");
    assertThat(report.dropped()).hasEntrySatisfying(Reason.CONTAMINATED, dropped -> assertThat(dropped.count()).isEqualTo(2));
    assertThat(lines("out/documents.jsonl")).hasSize(1);
    assertThatThrownBy(() -> clean("other", true, "steps=[decontamination]")).isInstanceOf(BadInput.class).hasMessageContaining("decontamination.files");
  }

  @Test
  void whatIsWrongInARecipeIsSaid() {
    assertThatThrownBy(() -> clean("out", false, "steps=[emial]")).isInstanceOf(BadInput.class).hasMessageContaining("email");
    assertThatThrownBy(() -> clean("out", false, "steps=[email,email]")).isInstanceOf(BadInput.class).hasMessageContaining("twice");
    assertThatThrownBy(() -> clean("out", false, "nearDuplicates.similarity=2")).isInstanceOf(BadInput.class);
  }

  @Test
  void aRunThatWasStoppedInAnyPassGoesOn() throws IOException {
    for (int i = 0; i < 20; i++) {
      Files.writeString(folder.resolve("in/%02d.txt".formatted(i)), ("Line " + i + " of a long file.\n").repeat(20_000) + "end of " + i);
    }
    clean("whole", true);
    for (int stop = 0; stop < 3; stop++) {
      String out = "out" + stop;
      stopped(out, stop, stop == 2 ? 1 : 15);
      assertThat(folder.resolve(out)).doesNotExist();
      stopped(out, 2, 1);                 // behind the last comparison
      var read = new AtomicInteger();
      clean(out, pass -> document -> read.addAndGet(pass == 0 ? 1 : 0));
      assertThat(read.get()).as("documents read again").isZero();
      for (String name : List.of("documents.jsonl", "dropped.jsonl", "report.json")) {
        assertThat(folder.resolve(out).resolve(name)).hasSameTextualContentAs(folder.resolve("whole").resolve(name));
      }
      assertThat(folder.resolve(out + ".unfinished")).doesNotExist();
    }
  }

  @Test
  void oneLargeFileBecomesTheSameOnAnyNumberOfThreads() throws IOException {
    var random = new SplittableRandom(20261128);
    Files.write(folder.resolve("in/large.jsonl"), (Iterable<String>) IntStream.range(0, 3_000).mapToObj(i -> i % 50 == 0 ? "no JSON " + i
        : Json.object().put("text", ("Line " + random.nextInt(i + 1) + " of the caf\u00C3\u00A9, to a@b.cn.\n").repeat(1 + random.nextInt(9))).toString())::iterator);
    for (int threads : new int[] {1, 2, 5}) {
      CleanFolder.write(Source.of(List.of(folder.resolve("in"))), Recipes.of(List.of("shortest=60"), Cleaning.class), folder.resolve("on" + threads), true,
          Workers.threads(threads, (_, _, _) -> _ -> assertThat(helpers()).isEqualTo(threads)));
    }
    assertThat(lines("on1/dropped.jsonl")).anyMatch(line -> line.contains("\"near_duplicate\"")).anyMatch(line -> line.contains("\"not_json\""));
    for (String name : List.of("documents.jsonl", "dropped.jsonl", "report.json")) {
      assertThat(folder.resolve("on2").resolve(name)).hasSameBinaryContentAs(folder.resolve("on1").resolve(name));
      assertThat(folder.resolve("on5").resolve(name)).hasSameBinaryContentAs(folder.resolve("on1").resolve(name));
    }
  }

  /// Threads of the pool that the reader is in, which help it.
  private static int helpers() {
    var pool = ForkJoinTask.getPool();
    return pool == null ? 0 : pool.getParallelism();
  }

  @Test
  void halfASurrogatePairEndsNoRun() throws IOException {
    Files.writeString(folder.resolve("in/half.jsonl"), "{\"text\": \"half \\ud800 of a pair\"}\n");
    clean("out", true, "steps=[duplicates,not_short]", "shortest=30");
    assertThat(lines("out/dropped.jsonl")).anyMatch(line -> line.contains("half ? of a pair"));
  }

  @Test
  void whatAnotherRunHasDoneIsNotThrownAway() throws IOException {
    stopped("out", 2, 1);
    var before = tree("out.unfinished");
    assertThatThrownBy(() -> clean("out", true, "shortest=7")).isInstanceOf(BadInput.class).hasMessageContaining("shortest: 1 ≠ shortest: 7")
        .hasMessageContaining("out.unfinished").hasMessageContaining("remove");
    assertThatThrownBy(() -> clean("out", false)).isInstanceOf(BadInput.class).hasMessageContaining("keepDropped: true ≠ keepDropped: false");
    Files.writeString(folder.resolve("in/a.txt"), "Other text, which is longer than it was.\n");
    assertThatThrownBy(() -> clean("out", _ -> _ -> { })).isInstanceOf(BadInput.class).hasMessageContaining("a.txt");
    assertThat(tree("out.unfinished")).isEqualTo(before);
    Draft.delete(folder.resolve("out.unfinished"));
    clean("out", _ -> _ -> { });
    assertThat(lines("out/documents.jsonl")).anyMatch(line -> line.contains("Other text"));
  }

  private List<String> tree(String name) throws IOException {
    try (var files = Files.walk(folder.resolve(name))) {
      return files.sorted().map(file -> file + " " + file.toFile().lastModified()).toList();
    }
  }

  @Test
  void comparisonAndTheEndCanBeStopped() throws IOException {
    Files.writeString(folder.resolve("in/second.jsonl"), "{\"text\": \"Some text of its own.\"}\n");
    clean("whole", true);
    var pulses = new AtomicInteger();
    clean("counted", _ -> _ -> { }, pulses::incrementAndGet);
    assertThat(pulses.get()).isGreaterThan(3 * 2);            // documents, comparisons
    for (int stop : new int[] {1, pulses.get() / 2, pulses.get()}) {      // in a comparison, between its files, at the end
      String out = "out" + stop;
      var left = new AtomicInteger(stop);
      assertThatThrownBy(() -> clean(out, _ -> _ -> { }, () -> {
        if (left.decrementAndGet() == 0) {
          throw new IllegalStateException("stop");
        }
      })).isInstanceOf(IllegalStateException.class);
      assertThat(folder.resolve(out)).doesNotExist();
      clean(out, _ -> _ -> { });
      for (String name : List.of("documents.jsonl", "dropped.jsonl", "report.json")) {
        assertThat(folder.resolve(out).resolve(name)).hasSameTextualContentAs(folder.resolve("whole").resolve(name));
      }
    }
  }

  @Test
  void aRunThatGoesOnElsewhereIsLeftAlone() {
    clean("out", pass -> document -> {
      if (pass == 0) {
        assertThatThrownBy(() -> clean("out", _ -> _ -> { })).isInstanceOf(BadInput.class).hasMessageContaining("in use");
      }
    });
    assertThat(folder.resolve("out/documents.jsonl")).exists();
  }

  @Test
  void aFullDiskIsSaidAsSuch() {
    assertThatThrownBy(() -> clean("out", _ -> _ -> {
      throw new UncheckedIOException(new IOException("No space left on device"));
    })).isInstanceOf(Failure.class).hasMessageContaining("out was not written: the disk is full");
    assertThat(CleanFolder.isBegun(folder.resolve("out"))).isTrue();
  }

  @Test
  void whatCannotBeReadAgainIsBegunAnew() {
    var source = Source.of(List.of(folder.resolve("in"), Path.of("/dev/null")));
    var recipe = Recipes.of(List.of(), Cleaning.class);
    assertThatThrownBy(() -> CleanFolder.write(source, recipe, folder.resolve("out"), false, Workers.threads(1, (pass, _, _) -> document -> {
      if (pass == 2) {
        throw new IllegalStateException("stop");
      }
    }))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> CleanFolder.write(source, recipe, folder.resolve("out"), true, Workers.threads(1, (_, _, _) -> _ -> { })))
        .isInstanceOf(BadInput.class).hasMessageContaining("keepDropped");
    var read = new AtomicInteger();
    CleanFolder.write(source, recipe, folder.resolve("out"), false, Workers.threads(1, (pass, _, _) -> document -> read.addAndGet(pass == 0 ? 1 : 0)));
    assertThat(read.get()).isPositive();
  }

  @Test
  void aPassIsWholeWhenAllOfItsBytesAreBehind() throws IOException {
    Files.write(folder.resolve("in/b.txt.gz"), packed("Packed text of some length. ".repeat(3000)));
    Files.write(folder.resolve("in/c.dat"), new byte[5000]);
    var totals = new ArrayList<Long>();
    var behind = new ArrayList<AtomicLong>();
    var early = new AtomicInteger();
    CleanFolder.write(Source.of(List.of(folder.resolve("in"))), Recipes.of(List.of(), Cleaning.class), folder.resolve("out"), false,
        Workers.threads(2, (pass, passes, bytes) -> {
          assertThat(passes).isEqualTo(3);
          totals.add(bytes);
          behind.add(new AtomicLong());
          return new CleanJob.Watch() {
            @Override
            public void see(Document document) {
              early.addAndGet(behind.get(pass).get() > 0 ? 1 : 0);
            }

            @Override
            public void read(long bytes) {
              behind.get(pass).addAndGet(bytes);
            }
          };
        }));
    assertThat(behind).map(AtomicLong::get).isEqualTo(totals).allMatch(bytes -> bytes > 0);
    assertThat(early.get()).isPositive();
  }

  private static byte[] packed(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aFolderBelowAFileIsRefused() {
    assertThatThrownBy(() -> clean("in/a.txt/out", false)).isInstanceOf(BadInput.class)
        .hasMessageContaining(folder.resolve("in/a.txt") + " is a file, no folder");
  }

  private void stopped(String out, int atPass, int atDocument) {
    var seen = new AtomicInteger();
    assertThatThrownBy(() -> clean(out, pass -> document -> {
      if (pass == atPass && seen.incrementAndGet() == atDocument) {
        throw new IllegalStateException("stop");
      }
    })).isInstanceOf(IllegalStateException.class);
  }

  private void clean(String out, IntFunction<CleanJob.Watch> watch) {
    clean(out, watch, () -> { });
  }

  private void clean(String out, IntFunction<CleanJob.Watch> watch, Runnable pulse) {
    CleanFolder.write(Source.of(List.of(folder.resolve("in"))), Recipes.of(List.of(), Cleaning.class),
        folder.resolve(out), true, Workers.threads(1, (pass, _, _) -> watch.apply(pass), pulse));
  }

  private Report clean(String out, boolean keepDropped, String... overrides) {
    return CleanFolder.write(Source.of(List.of(folder.resolve("in"))), Recipes.of(List.of(overrides), Cleaning.class),
        folder.resolve(out), keepDropped, Workers.threads(2, (_, _, _) -> _ -> { }));
  }

  private String in(String name) {
    return Json.compact(folder.resolve("in").resolve(name).toString()).replaceAll("^\"|\"$", "");
  }

  private List<String> lines(String name) {
    try {
      return Files.readAllLines(folder.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
