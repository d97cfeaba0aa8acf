package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wenmai.corpus.Document;
import wenmai.corpus.recipe.Piece;
import wenmai.files.Json;
import wenmai.message.Lang;

class CorpusVerbsTest {
  @TempDir
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(folder.resolve("in"));
    Files.writeString(folder.resolve("in/a.txt"), "Call 13812345678 today.\r\n");
    Files.writeString(folder.resolve("in/b.txt"), "Call 13912345678 today.\n");
  }

  @Test
  void aTableSaysWhatWasChangedAndDroppedInBothLanguages() {
    assertThat(clean(Lang.EN, "en").out().lines().map(line -> line.replaceAll(" {2,}", "|").split("\\|/")[0])).containsExactly(
        "|documents|characters|the first", "read|2|49", "changed: line ends|1|1", "changed: telephone numbers|2|22",
        "dropped: the same text as an earlier document|1|20", "kept|1|20");
    assertThat(clean(Lang.ZH, "zh").out()).contains("改动：电话号码", "丢弃：与先前的文档内容相同", "保留");
    assertThat(folder.resolve("zh/dropped.jsonl")).doesNotExist();
  }

  @Test
  void jsonSaysTheSameToPrograms() {
    var ran = clean(Lang.EN, "out", "--keep-dropped", "--json", "--set", "steps=[phone,not_blank]");
    var report = Json.parse(ran.out(), "stdout");
    assertThat(report.at("/changed/telephone numbers/documents").asInt()).isEqualTo(2);
    assertThat(report.path("kept").asInt()).isEqualTo(2);
    assertThat(folder.resolve("out/dropped.jsonl")).isEmptyFile();
  }

  @Test
  void theTextMayStandInAnyFieldOfJsonLines() throws IOException {
    Files.writeString(folder.resolve("in/c.jsonl"), "{\"answer\": \"Forty-two.\"}\n");
    assertThat(clean(Lang.EN, "none").out()).contains("dropped: no text field in the JSON object");
    assertThat(clean(Lang.EN, "out", "--field", "answer", "--json").out()).contains("\"kept\":2");
  }

  @Test
  void anUnknownProfileOrAFullFolderIsWrongUsage() {
    assertThat(clean(Lang.EN, "out", "--profile", "poems").code()).isEqualTo(2);
    assertThat(clean(Lang.EN, "in")).matches(ran -> ran.code() == 2).extracting(Ran::err).asString().contains("exists already");
  }

  @Test
  void anEmptyPathIsRefusedByName() {
    assertThat(Ran.in(Lang.EN, "corpus", "clean", "", "--out", folder.resolve("out").toString()))
        .matches(ran -> ran.code() == 2 && ran.err().contains("IN is empty"));
    assertThat(Ran.in(Lang.EN, "corpus", "clean", folder.resolve("in").toString(), "--out", ""))
        .matches(ran -> ran.code() == 2 && ran.err().contains("--out is empty"));
    assertThat(clean(Lang.ZH, "out", "--recipe", "")).matches(ran -> ran.code() == 2 && ran.err().contains("--recipe 为空"));
  }

  @Test
  void aProfileAndARecipeAreTwoListsOfSteps() throws IOException {
    var recipe = Files.writeString(folder.resolve("r.yaml"), "steps: [nfc]");
    assertThat(clean(Lang.EN, "out", "--recipe", recipe.toString(), "--profile", "web"))
        .matches(ran -> ran.code() == 2 && ran.err().contains("--profile and --recipe are both given"));
    assertThat(clean(Lang.EN, "out", "--recipe", recipe.toString()).code()).isZero();
  }

  @Test
  void theFieldsThatThereAreAreNamed() throws IOException {
    Files.writeString(folder.resolve("in/c.jsonl"), "{\"answer\": \"Forty-two.\"}\n");
    assertThat(clean(Lang.EN, "out").out()).contains("c.jsonl#1[answer]", "name one (--field)");
  }

  @Test
  void whereNothingIsKeptItIsSaid() {
    var ran = clean(Lang.EN, "out", "--set", "shortest=1000");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("nothing was kept").doesNotContain("the text is in");
  }

  @Test
  void aCleaningThatWasStoppedIsSaidToGoOn() throws IOException {
    assertThat(clean(Lang.EN, "whole").err()).doesNotContain("going on");
    Files.createDirectory(folder.resolve("out.unfinished"));
    assertThat(clean(Lang.EN, "out").err()).contains("going on with the cleaning to " + folder.resolve("out"));
    Files.createDirectory(folder.resolve("piped.unfinished"));
    assertThat(clean(Lang.EN, "piped", "/dev/null").err()).contains("beginning the cleaning to " + folder.resolve("piped") + " anew");
  }

  @ParameterizedTest
  @EnumSource(Lang.class)
  void progressTellsTheShareThatIsDone(Lang lang) {
    var err = new ByteArrayOutputStream();
    var console = Ran.console(lang, new ByteArrayOutputStream(), err, Screen.NONE);
    var time = new AtomicLong();
    var watch = new CorpusVerbs.Watch(console, new Interrupts(), 1, 3, 400, time::get);
    watch.see(new Document("a", "early"));
    watch.read(148);
    time.set(20_000_000_000L);
    watch.see(new Document("b", "twenty characters ok"));
    assertThat(err.toString(UTF_8).strip()).isEqualTo(lang == Lang.EN ? "pass 2 of 3, 37 %: 2 documents, 25 characters, 1 a second"
        : "第 2 遍，共 3 遍，37 %：2 篇文档，25 个字符，每秒 1 个");
  }

  @ParameterizedTest
  @EnumSource(Lang.class)
  void theHelpNamesEveryStep(Lang lang) {
    assertThat(HelpText.bundle(lang).getString("wenmai.corpus.clean.set").split("[ ,;:、；：。.]+"))
        .contains(Stream.of(Piece.values()).map(Piece::toString).toArray(String[]::new));
  }

  private Ran clean(Lang lang, String out, String... more) {
    var args = new ArrayList<>(List.of("corpus", "clean", folder.resolve("in").toString(), "--out",
        folder.resolve(out).toString()));
    args.addAll(List.of(more));
    return Ran.in(lang, args.toArray(String[]::new));
  }
}
