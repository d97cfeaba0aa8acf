package wenmai.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.evaluate.LossSuite.Result;
import wenmai.message.BadInput;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Weights;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;
import wenmai.tokenize.Characters;

class LossSuiteTest {
  /// What cleaning would change: spaces at ends, blank lines, tabs, a full-width letter.
  private static final String UNTIDY = "  one \t line\r\n\r\n\r\n\r\nＡ two  \u200B\n中文 中文\n\n";

  @TempDir
  private Path folder;

  @Test
  void everyFileCountsAsItStandsAndAsOftenAsItStands() throws IOException {
    var first = Files.writeString(folder.resolve("a.txt"), UNTIDY);
    var once = measure(first);
    assertThat(once.tokens()).isEqualTo(UNTIDY.length() - 1);
    assertThat(once.bytes()).isEqualTo(UNTIDY.getBytes(StandardCharsets.UTF_8).length);
    var twice = measure(first, Files.writeString(folder.resolve("b.txt"), UNTIDY));
    assertThat(twice.tokens()).isEqualTo(2 * once.tokens());
    assertThat(twice.bytes()).isEqualTo(2 * once.bytes());
    assertThat(twice.loss()).isEqualTo(once.loss());
  }

  @Test
  void theEncodingOfAFileDoesNotMatter() throws IOException {
    var text = "天下大势，分久必合，合久必分。\n".repeat(3);
    var utf8 = measure(Files.writeString(folder.resolve("a.txt"), text));
    assertThat(measure(Files.writeString(folder.resolve("b.txt"), text, Charset.forName("GB18030")))).isEqualTo(utf8);
    assertThat(measure(Files.writeString(folder.resolve("c.txt"), "\uFEFF" + text))).isEqualTo(utf8);
  }

  @Test
  void ofJsonLinesEachTextIsASequence() throws IOException {
    var lines = measure(Files.writeString(folder.resolve("a.jsonl"), "{\"text\": \"one \"}\n{\"text\": \"one \"}\n"));
    assertThat(lines.tokens()).isEqualTo(6);
    assertThat(lines.bytes()).isEqualTo(8);
  }

  @Test
  void aFileThatCannotBeReadIsNamedNotLeftOut() throws IOException {
    Files.writeString(folder.resolve("a.txt"), UNTIDY);
    Files.write(folder.resolve("b.txt"), new byte[] {0, 1, 2, 3, 0, (byte) 0xFF, 0, 9});
    assertThatThrownBy(() -> measure(folder)).isInstanceOf(BadInput.class).hasMessageContaining("b.txt")
        .hasMessageContaining("binary");
    Files.delete(folder.resolve("b.txt"));
    Files.createFile(folder.resolve("empty.txt"));
    assertThat(measure(folder).tokens()).isEqualTo(UNTIDY.length() - 1);
  }

  private static Result measure(Path... data) {
    var tokenizer = Characters.train(Stream.of("abcdefghijklmnopqrstuvwxyz .\n"), 30, List.of());
    var config = DecoderConfig.llama(30, 8, 1, 2, 1, 12, 16);
    try (var model = new LanguageModel(new Decoder(config, Weights.fresh(Device.jvm(), new Seed(3))), tokenizer)) {
      return LossSuite.run(model, List.of(data));
    }
  }
}
