package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.Lang;

class TokenizerVerbsTest {
  private static final byte[] GB18030 = "第一行\n天下".getBytes(Charset.forName("GB18030"));

  @TempDir
  private Path folder;
  private final InputStream stdin = System.in;

  @BeforeEach
  void learn() throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), "the cat 天下\n");
    assertThat(Ran.in(Lang.EN, "tokenizer", "train", text.toString(), "--type", "characters", "--out", folder.toString())
        .code()).isZero();
    var file = folder.resolve("tokenizer.json");
    Files.writeString(file, Files.readString(file).replace("\"post_processor\" : null", """
        "post_processor": {"type": "RobertaProcessing", "cls": ["<unk>", 0], "sep": ["<unk>", 0]}"""));
  }

  @AfterEach
  void giveBack() {
    System.setIn(stdin);
  }

  @Test
  void encodeAndDecodeAreInverseLineByLine() {
    assertThat(verb("encode", "cat\r\n天下").out()).isEqualTo("3 2 6\n8 7\n".replace("\n", System.lineSeparator()))
        .satisfies(ids -> assertThat(verb("decode", ids).out().lines()).containsExactly("cat", "天下"));
    assertThat(verb("encode", "\"c\\na\"\n", "--jsonl").out().strip()).isEqualTo("[3,0,2]");
    assertThat(verb("decode", "[3,2]\n", "--jsonl").out().strip()).isEqualTo("\"ca\"");
  }

  @Test
  void aLineIsAnsweredBeforeTheNextOneComes() throws Exception {
    try (var lines = new PipedOutputStream(); var in = new PipedInputStream(lines)) {
      lines.write("cat\n".getBytes(UTF_8));
      lines.flush();
      assertThat(Utf8Lines.of("stdin", in).findFirst()).hasValue("cat");
    }
  }

  @Test
  void specialTokensAreAddedAndParsedOnlyWhenAsked() {
    assertThat(verb("encode", "ca").out().strip()).isEqualTo("3 2");
    assertThat(verb("encode", "ca", "--special").out().strip()).isEqualTo("0 3 2 0");
    assertThat(verb("encode", "c<unk>a").out().split(" ")).hasSize(7);
    assertThat(verb("encode", "c<unk>a", "--parse-special").out().strip()).isEqualTo("3 0 2");
    assertThat(verb("encode", "\"c<unk>a\"", "--parse-special", "--special", "--jsonl").out().strip())
        .isEqualTo("[0,3,0,2,0]");
  }

  @Test
  void everyTokenHasItsPlaceWhenAsked() {
    assertThat(verb("encode", "c天", "--offsets").out().strip()).isEqualTo("3:0-1 8:1-2");
    assertThat(verb("encode", "\"c\u5929<unk>\"", "--offsets", "--jsonl", "--special", "--parse-special").out().strip())
        .isEqualTo("[[0,0,0],[3,0,1],[8,1,2],[0,2,7],[0,0,0]]");
  }

  @Test
  void everyTypeIsLearnedAndItsWordsComeBack() throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), "the cat sat on the mat\nthe dog sat on the log\n".repeat(20));
    for (var type : List.of("bpe", "character-bpe", "unigram", "wordpiece", "words", "characters")) {
      var train = Ran.in(Lang.EN, "tokenizer", "train", text.toString(), "--type", type, "--vocab", "290", "--out",
          folder.resolve(type).toString());
      assertThat(train.code()).as(train.err()).isZero();
      assertThat(verbOf(folder.resolve(type), "decode", verbOf(folder.resolve(type), "encode", "the cat sat").out()).out().strip()).as(type)
          .isEqualTo("the cat sat");
    }
  }

  @Test
  void aTextThatIsTooSmallForTheVocabularyIsSaid() {
    var train = Ran.in(Lang.EN, "tokenizer", "train", folder.resolve("text.txt").toString(), "--vocab", "1000", "--out", folder.resolve("new").toString());
    assertThat(train.code()).isZero();
    assertThat(train.err()).contains("the corpus is too small for 1000 tokens");
  }

  @Test
  void whatIsNotUtf8IsRefusedWithItsPlace() throws IOException {
    var file = Files.write(folder.resolve("gb.txt"), GB18030);
    for (var type : new String[] {"bpe", "characters"}) {
      var train = Ran.in(Lang.EN, "tokenizer", "train", file.toString(), "--type", type, "--out", folder.resolve("new").toString());
      assertThat(train.code()).isEqualTo(2);
      assertThat(train.err()).contains("gb.txt is not UTF-8: line 1 has byte 0xB5, byte 1 of all", "iconv");
    }
    System.setIn(new ByteArrayInputStream("好\n天\u0000下\n".getBytes(UTF_8)));
    assertThat(encode(Lang.EN).code()).isZero();
    System.setIn(new ByteArrayInputStream(new byte[] {'o', 'k', '\n', 'a', (byte) 0xE4, (byte) 0xB8, '\n'}));
    assertThat(encode(Lang.EN)).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains("stdin is not UTF-8: line 2 has byte 0xE4, byte 5 of all");
    System.setIn(new ByteArrayInputStream(GB18030));
    assertThat(encode(Lang.ZH)).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains("stdin 不是 UTF-8：第 1 行", "请转换为 UTF-8");
  }

  @Test
  void withJsonResultsAreJson() {
    assertThat(verb("encode", "cat\n天", "--json").out().lines()).containsExactly("[3,2,6]", "[8]");
    assertThat(verb("encode", "c天", "--json", "--offsets").out().strip()).isEqualTo("[[3,0,1],[8,1,2]]");
    assertThat(verb("decode", "3 2 6\n", "--json").out().strip()).isEqualTo("\"cat\"");
  }

  @Test
  void aTokenizerThatIsThereIsNotReplaced() throws IOException {
    var before = Files.readString(folder.resolve("tokenizer.json"));
    assertThat(train(Lang.EN, folder, folder.resolve("text.txt"))).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains("tokenizer.json exists already", "choose another --out");
    assertThat(folder.resolve("tokenizer.json")).hasContent(before);
  }

  @Test
  void whatIsNoFileToTrainFromOrNoPlaceToWriteToIsNamed() {
    var text = folder.resolve("text.txt");
    assertThat(train(Lang.EN, folder.resolve("new"), folder)).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains(folder + " is a folder: give a file");
    assertThat(train(Lang.ZH, text, text)).matches(ran -> ran.code() == 2).extracting(Ran::err).asString().contains("text.txt 是文件，不是目录");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void ofLinesOfJsonAndPackedTextsTheTextIsLearned() throws IOException {
    var json = Files.writeString(folder.resolve("d.jsonl"), "{\"text\":\"cat\\nsat\",\"source\":\"x\"}\n{\"no\":1}\n");
    var packed = folder.resolve("p.txt.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("天下".getBytes(UTF_8));
    }
    var ran = train(Lang.EN, folder.resolve("new"), json, packed, "--type", "characters");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("7 tokens");   // <unk> a c s t 天 下
    assertThat(ran.err()).contains("d.jsonl: 1 without text", "no text field");
  }

  @Test
  void aBinaryFileIsNotToBeConverted() throws IOException {
    var binary = Files.write(folder.resolve("b.dat"), new byte[] {'P', (byte) 0xFF, 0, 'x'});
    assertThat(train(Lang.EN, folder.resolve("new"), binary)).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains("b.dat is no text in UTF-8 but a binary file").doesNotContain("iconv");
  }

  @Test
  void anOptionThatMeansNothingToTheTypeIsRefused() {
    assertThat(train(Lang.EN, folder.resolve("new"), folder.resolve("text.txt"), "--min-count", "2")).matches(ran -> ran.code() == 2)
        .extracting(Ran::err).asString().contains("--min-count means nothing to --type bpe: leave it out");
    assertThat(train(Lang.ZH, folder.resolve("new"), folder.resolve("text.txt"), "--type", "words", "--min-count", "2")).matches(ran -> ran.code() == 2)
        .extracting(Ran::err).asString().contains("没有出现至少 2 次的词");
  }

  @Test
  void aFileThatIsNoTokenizerIsNamed() throws IOException {
    for (var name : List.of("prose.txt", "tokenizer.tiktoken", "other.json")) {
      var file = Files.writeString(folder.resolve(name), "plain prose\nplain prose\n").toString();
      assertThat(Ran.in(Lang.EN, "tokenizer", "inspect", "--tokenizer", file)).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
          .contains(file).containsOnlyOnce(name);
    }
  }

  private static Ran train(Lang lang, Path out, Object... more) {
    var args = new ArrayList<>(List.of("tokenizer", "train", "--out", out.toString()));
    Stream.of(more).map(Object::toString).forEach(args::add);
    return Ran.in(lang, args.toArray(String[]::new));
  }

  private Ran encode(Lang lang) {
    return Ran.in(lang, "tokenizer", "encode", "--tokenizer", folder.toString());
  }

  private Ran verb(String name, String in, String... more) {
    return verbOf(folder, name, in, more);
  }

  private static Ran verbOf(Path tokenizer, String name, String in, String... more) {
    System.setIn(new ByteArrayInputStream(in.getBytes(UTF_8)));
    var args = new ArrayList<>(List.of("tokenizer", name, "--tokenizer", tokenizer.toString()));
    args.addAll(List.of(more));
    return Ran.in(Lang.EN, args.toArray(String[]::new));
  }
}
