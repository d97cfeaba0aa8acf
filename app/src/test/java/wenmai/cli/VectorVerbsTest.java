package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wenmai.files.Json;
import wenmai.message.Lang;

class VectorVerbsTest {
  @TempDir
  private Path folder;
  private String vectors = "";

  @BeforeEach
  void write() throws IOException {
    vectors = Files.writeString(folder.resolve("v.vec"), """
        5 3
        man 1 0 0
        king 1 1 0
        woman 1 0 1
        queen 1 1 1
        苹果 0 -1 0.1
        """).toString();
  }

  @ParameterizedTest
  @CsvSource({"skipgram,--negative,3", "cbow,--sample,0", "glove,--memory,1", "sigmoid,--rate,0.1", "logdot,--epochs,5"})
  void whatIsTrainedCanBeAsked(String algorithm, String option, String value) throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), "红 苹果 很 甜\n绿 苹果 很 酸\n".repeat(20));
    var out = folder.resolve("made/vectors.vec");
    var train = Ran.in(Lang.EN, "vectors", "train", text.toString(), "--algorithm", algorithm, "--out", out.toString(), "--dim", "8",
        "--window", "2", option, value, "--min-count", "20", "--threads", "1", "--seed", "7", "--json");
    assertThat(train.code()).as(train.err()).isZero();
    var report = Json.parse(train.out(), "stdout");
    assertThat(report.path("words").asInt()).isEqualTo(6);
    assertThat(report.path("tokens").asInt()).isEqualTo(160);
    assertThat(report.path("wordsPerSecond").asDouble()).isPositive();
    assertThat(Files.readString(out)).startsWith("6 8\n苹果 ");
    var nearest = Ran.in(Lang.ZH, "vectors", "nearest", out.toString(), "苹果", "很", "--k", "3");
    assertThat(nearest.out().lines()).hasSize(8).first().asString().matches("苹果 +余弦");
  }

  @Test
  void theTreeTakesThePlaceOfNoiseWords() throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), "a b c d e\n".repeat(10));
    var train = Ran.in(Lang.ZH, "vectors", "train", text.toString(), "--hierarchical", "--subwords", "2-3", "--sample", "0", "--rate", "0.1", "--out",
        folder.resolve("tree.bin").toString(), "--format", "glove");
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.out()).contains("5 个词，100 维，语料 50 个词次");
    assertThat(Files.readAllLines(folder.resolve("tree.bin"))).hasSize(5);
  }

  @Test
  void wordsThatOftenStandTogetherBecomePhrases() throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), "to new york\n".repeat(10) + "a b c d e f g h\n".repeat(1000));
    var out = folder.resolve("phrases.vec");
    assertThat(Ran.in(Lang.EN, "vectors", "train", text.toString(), "--phrases", "1", "--dim", "4", "--out", out.toString()).code()).isZero();
    assertThat(Files.readString(out)).contains("\nto_new ", "\nyork ");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void analogiesAndNeighboursAreAnswered() {
    assertThat(Ran.in(Lang.EN, "vectors", "analogy", vectors, "man", "king", "woman", "--k", "1").out().lines())
        .containsExactly("man king woman  cosine", "queen           0.9753");
    var answers = Json.parse(Ran.in(Lang.EN, "vectors", "nearest", vectors, "man", "queen", "--k", "2", "--json").out(), "stdout");
    assertThat(answers.size()).isEqualTo(2);
    assertThat(answers.path(1).path("words").path(0).asString()).isEqualTo("queen");
    assertThat(answers.path(1).path("nearest").path(0).path("cosine").asDouble()).isBetween(0.81, 0.82);
  }

  @Test
  void aWordThatIsUnknownLeavesTheOthersTheirAnswers() {
    var ran = Ran.in(Lang.EN, "vectors", "nearest", vectors, "quen", "king", "梨", "--k", "1");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out().lines()).hasSize(2).first().asString().startsWith("king");
    assertThat(ran.err()).contains("of the word quen", "of the word 梨");
  }

  @Test
  void allUnknownWordsAreNamedAtOnce() {
    var map = Ran.in(Lang.EN, "vectors", "map", vectors, "--only", "man,quen,king,woman,梨", "--out", folder.resolve("m.html").toString());
    var analogy = Ran.in(Lang.EN, "vectors", "analogy", vectors, "quen", "man", "梨");
    for (var ran : List.of(map, analogy)) {
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("of the word quen", "of the word 梨").doesNotContain("of the word king");
    }
  }

  @Test
  void ofLinesOfJsonTheTextIsLearned() throws IOException {
    var json = Files.writeString(folder.resolve("documents.jsonl"), "{\"text\":\"红 苹果\\n绿 苹果\",\"source\":\"a.txt\"}\n{\"no\":1}\n");
    for (var phrases : new String[] {"0", "1"}) {
      var out = folder.resolve(phrases + ".vec");
      var train = Ran.in(Lang.EN, "vectors", "train", json.toString(), "--min-count", "1", "--phrases", phrases, "--dim", "2", "--out", out.toString());
      assertThat(train.code()).as(train.err()).isZero();
      assertThat(train.err()).contains("documents.jsonl: 1 without text", "no text field");
      assertThat(Files.readAllLines(out)).hasSize(4).noneMatch(line -> line.contains("source") || line.contains("{"));
    }
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(4);
    }
    var again = Ran.in(Lang.EN, "vectors", "train", json.toString(), "--out", folder.resolve("1.vec").toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("1.vec exists already");
  }

  @Test
  void piecesAreKeptByFastTextsFormatAlone() throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), "berg tal 天下 e f\n".repeat(10)).toString();
    for (var format : new String[] {"fasttext", "text"}) {
      var out = folder.resolve(format + ".bin").toString();
      var train = Ran.in(Lang.EN, "vectors", "train", text, "--subwords", "2-3", "--format", format, "--out", out);
      assertThat(train.code()).as(train.err()).isZero();
      boolean kept = format.equals("fasttext");
      assertThat(train.err().contains("vectors of its words alone")).isEqualTo(!kept);
      var nearest = Ran.in(Lang.EN, "vectors", "nearest", out, "bergtal", "天", "--k", "2");
      assertThat(nearest.code()).as(nearest.err()).isEqualTo(kept ? 0 : 2);
      assertThat(nearest.out().lines()).hasSize(kept ? 6 : 0);
    }
  }

  @Test
  void aFolderInPlaceOfAFileIsRefusedByName() throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), "a b c d e\n".repeat(10)).toString();
    var out = folder.resolve("o.vec").toString();
    for (var args : List.of(List.of("train", folder.toString(), "--out", out), List.of("train", text, "--out", folder.toString()),
        List.of("nearest", folder.toString(), "a"), List.of("evaluate", vectors, "--data", folder.toString()),
        List.of("map", vectors, "--out", Files.createDirectories(folder.resolve("m.html")).toString()))) {
      var all = new ArrayList<>(List.of("vectors"));
      all.addAll(args);
      assertThat(Ran.in(Lang.EN, all.toArray(String[]::new))).as("%s", args).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
          .contains(folder + "").contains("is a folder: give a file");
    }
    assertThat(Ran.in(Lang.ZH, "vectors", "train", text, "--out", text + "/o.vec")).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains("text.txt 是文件，不是目录");
  }

  @Test
  void aBinaryFileIsNotToBeConverted() throws IOException {
    var binary = Files.write(folder.resolve("b.dat"), new byte[] {'P', 'K', ' ', (byte) 0xFF, ' ', 0, 'x'}).toString();
    assertThat(Ran.in(Lang.EN, "vectors", "train", binary, "--out", folder.resolve("o.vec").toString())).matches(ran -> ran.code() == 2)
        .extracting(Ran::err).asString().contains("b.dat is no text in UTF-8 but a binary file").doesNotContain("iconv");
  }

  @Test
  void setsOfQuestionsAreMeasured() throws IOException {
    var analogies = Files.writeString(folder.resolve("a.txt"), ": royal\nman king woman queen\nman king 梨 苹果\n").toString();
    var pairs = Files.writeString(folder.resolve("p.txt"), "man king 9\nman queen 5\nman 梨 1\n").toString();
    var ran = Ran.in(Lang.EN, "vectors", "evaluate", vectors, "--data", analogies, pairs, "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    var results = Json.parse(ran.out(), "stdout");
    assertThat(results.path(0).path("accuracy").asDouble()).isEqualTo(1);
    assertThat(results.path(0).path("known").asInt()).isEqualTo(1);
    assertThat(results.path(0).path("sections").path("royal").path("questions").asInt()).isEqualTo(2);
    assertThat(results.path(1).path("spearman").asDouble()).isEqualTo(1);
    assertThat(Ran.in(Lang.ZH, "vectors", "evaluate", vectors, "--data", analogies).out()).contains("准确率", "  royal", "1.0000");
  }

  @Test
  void whatIsWrongIsSaidInBothLanguages() throws IOException {
    assertThat(Ran.in(Lang.EN, "vectors", "nearest", vectors, "quen")).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains("none of the 5 vectors is of the word quen; there is queen");
    assertThat(Ran.in(Lang.ZH, "vectors", "nearest", vectors, "梨")).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains("5 个向量中没有“梨”这个词");
    assertThat(Ran.in(Lang.EN, "vectors", "nearest", vectors, "man", "--k", "0").code()).isEqualTo(2);
    assertThat(Ran.in(Lang.EN, "vectors", "nearest", folder.resolve("none.vec").toString(), "man")).matches(ran -> ran.code() == 2)
        .extracting(Ran::err).asString().contains("no such file");
    assertThat(Ran.in(Lang.EN, "vectors", "train", vectors, "--algorithm", "magic", "--out", "x.vec")).matches(ran -> ran.code() == 2)
        .extracting(Ran::err).asString().contains("'magic' is none of skipgram, cbow, glove, sigmoid, logdot");
    assertThat(Ran.in(Lang.EN, "vectors", "train", vectors, "--algorithm", "glove", "--negative", "5", "--out", "x.vec")).matches(ran -> ran.code() == 2)
        .extracting(Ran::err).asString().contains("--negative means nothing to --algorithm glove: leave it out");
    assertThat(Ran.in(Lang.EN, "vectors", "train", vectors, "--subwords", "6-3", "--out", "x.vec")).matches(ran -> ran.code() == 2)
        .extracting(Ran::err).asString().contains("subwords (6-3)");
    assertThat(Ran.in(Lang.ZH, "vectors", "train", vectors, "--dim", "0", "--out", "x.vec")).matches(ran -> ran.code() == 2)
        .extracting(Ran::err).asString().contains("dimensions（0）须在 1 到");
    var cut = Files.writeString(folder.resolve("cut.vec"), "9 3\nman 1 0 0\n").toString();
    assertThat(Ran.in(Lang.ZH, "vectors", "nearest", cut, "man")).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains("声称有 9 个 3 维的向量");
  }
}
