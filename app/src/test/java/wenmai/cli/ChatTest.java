package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.files.Json;
import wenmai.message.Lang;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Weights;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;
import wenmai.tokenize.Characters;

class ChatTest {
  @TempDir
  private Path folder;
  private final InputStream stdin = System.in;

  @AfterEach
  void giveBack() {
    System.setIn(stdin);
  }

  @Test
  void eachAnswerIsOneObjectOnOneLineWithJson() {
    var ran = chat("abc\n\nde\n", "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    var answers = ran.out().lines().map(line -> Json.parse(line, "stdout")).toList();
    assertThat(answers).hasSize(3).allMatch(answer -> answer.path("ids").size() == 5
        && answer.path("logprobs").size() == 5 && answer.path("tokensPerSecond").asDouble(0) > 0
        && answer.path("end").asString("").equals("LENGTH"));
    assertThat(answers).extracting(answer -> answer.path("promptIds").size()).containsExactly(3, 1, 2);
    var texts = answers.stream().map(answer -> answer.path("text").asString("")).toList();
    assertThat(chat("abc\n\nde\n").out().lines()).containsExactlyElementsOf(texts);
  }

  private Ran chat(String in, String... more) {
    var folder = this.folder.resolve("model" + more.length);
    var tokenizer = Characters.train(Stream.of("abcdefghijklmnopqrstuvwxyz"), 30, List.of());
    var config = DecoderConfig.llama(tokenizer.vocabularySize(), 16, 1, 2, 2, 24, 64);
    try (var model = new LanguageModel(new Decoder(config, Weights.fresh(Device.jvm(), new Seed(3))), tokenizer)) {
      model.save(folder);
    }
    System.setIn(new ByteArrayInputStream(in.getBytes(UTF_8)));
    var args = Stream.concat(Stream.of("chat", folder.toString(), "--max-tokens", "5"), Stream.of(more));
    return Ran.in(Lang.EN, args.toArray(String[]::new));
  }
}
