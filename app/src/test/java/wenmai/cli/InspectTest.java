package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.files.Json;
import wenmai.message.Lang;
import wenmai.tokenize.BpeTraining;
import wenmai.tokenize.Tokenizer;
import wenmai.tokenize.WordPieceTraining;

class InspectTest {
  private static final Tokenizer BYTES = new BpeTraining(259).train(Stream.of("the the the"));
  @TempDir
  private Path folder;
  private final InputStream stdin = System.in;

  @AfterEach
  void giveBack() {
    System.setIn(stdin);
  }

  @Test
  void piecesAreColouredByTurnsOrHaveLinesBetweenThem() {
    assertThat(new TokenView(BYTES, false, false).of("the 天\nt")).isEqualTo("the│ │<E5>│<A4>│<A9>│⏎\n│t");
    assertThat(new TokenView(BYTES, false, true).of("the")).isEqualTo("the[258]");
    assertThat(new TokenView(BYTES, true, false).of("thet")).isEqualTo("\033[30;46mthe\033[0m\033[30;43mt\033[0m");
    var words = new WordPieceTraining(20).train(Stream.of("the cat the cat"));
    assertThat(new TokenView(words, true, false).of("The  \tcat")).matches("\033\\[30;46mThe\033\\[0m  <09>\033\\[30;43mcat\033\\[0m");
    assertThat(new TokenView(words, false, false).of("x the")).isEqualTo("x│the");
  }

  @Test
  void aPartOfACharacterIsItsBytes() {
    assertThat(TokenView.readable(new byte[] {(byte) 0xE5, (byte) 0xA4, 'a', (byte) 0xFF})).isEqualTo("<E5><A4>a<FF>");
    assertThat(TokenView.readable("天a".getBytes(UTF_8))).isEqualTo("天a");
    assertThat(TokenView.readable(new byte[0])).isEmpty();
  }

  @Test
  void aVocabularyAndTwoLanguagesAreMeasured() throws IOException {
    BYTES.save(folder);
    var file = Files.writeString(folder.resolve("a.txt"), "the the\n");
    var ran = inspect(Lang.EN, "", "--file", file.toString(), "the", "cat");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines().map(line -> line.replaceAll(" {2,}", " ").strip())).contains("kind byte-pair encoding of bytes",
        "vocabulary 259 tokens", "special tokens 1: <|endoftext|>", "Latin 54 20.8 %", "parts of characters 128 49.4 %", "special tokens 1 0.4 %",
        "the│ │c│a│t").anyMatch(line -> line.startsWith("stories in Chinese 1.00 0.3"))
        .anyMatch(line -> line.matches(".*a\\.txt 2\\.00 2\\.00 4 0"));
    assertThat(inspect(Lang.ZH, "the天\n").out()).contains("字节对编码（按字节）", "拉丁文", "字符的一部分", "中文故事", "the│<E5>│<A4>│<A9>");
  }

  @Test
  void whatIsNotUtf8IsRefusedWithItsPlace() {
    BYTES.save(folder);
    System.setIn(new ByteArrayInputStream(new byte[] {'a', '\n', (byte) 0xFF}));
    var ran = Ran.in(Lang.EN, "tokenizer", "inspect", "--tokenizer", folder.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("stdin", "line 2");
  }

  @Test
  void theResultIsOneObjectWithJson() {
    BYTES.save(folder);
    var json = Json.parse(inspect(Lang.EN, "", "--json", "the t").out(), "stdout");
    assertThat(json.path("vocabulary").asInt()).isEqualTo(259);
    assertThat(json.path("tokensByKind").path("Latn").asInt()).isEqualTo(54);
    assertThat(json.path("texts").path("english").path("bytes").asInt()).isGreaterThan(10_000);
    assertThat(json.path("tokens").path(0).path("end").asInt()).isEqualTo(3);
  }

  private Ran inspect(Lang lang, String in, String... more) {
    System.setIn(new ByteArrayInputStream(in.getBytes(UTF_8)));
    return Ran.in(lang, Stream.concat(Stream.of("tokenizer", "inspect", "--tokenizer", folder.toString()), Stream.of(more)).toArray(String[]::new));
  }
}
