package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wenmai.files.Json;
import wenmai.message.Lang;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Weights;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;
import wenmai.tokenize.Characters;
import wenmai.tokenize.Tokenizer;

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

  private static final String TEMPLATE = "{% for m in messages %}<s>{{ m.role[0] }}{{ m.content }}</s>{% endfor %}"
      + "{% if add_generation_prompt %}<s>a{% endif %}";

  @Test
  void linesAreTurnsWhereTheModelHasATemplate() throws IOException {
    var model = templated();
    var answers = answers(model, "ab</s>\n\nc\n");
    assertThat(answers).hasSize(2);
    var tokenizer = Tokenizer.read(model);
    assertThat(answers.getFirst().path("promptIds").toString()).isEqualTo(Json.compact(ids(tokenizer, "<s>uab", "</s>", "</s><s>a")));
    assertThat(answers.get(1).path("promptIds").toString()).isEqualTo(Json.compact(ids(tokenizer, "</s><s>uc</s><s>a")));
  }

  @Test
  void aConversationBeginsWithTheSystemMessageAndKeepsIt() throws IOException {
    var model = templated();
    var tokenizer = Tokenizer.read(model);
    var first = answers(model, "ab\n", "--system", "cd</s>").getFirst();
    assertThat(first.path("promptIds").toString()).isEqualTo(Json.compact(ids(tokenizer, "<s>scd", "</s>", "</s><s>uab</s><s>a")));
    var ran = chat(model, "abcdefghij\n".repeat(8), "--json", "--system", "c");
    assertThat(ran.err()).contains("the oldest turns are forgotten");
    var afresh = ran.out().lines().map(line -> Json.parse(line, "stdout").path("promptIds").toString())
        .filter(ids -> ids.startsWith(Json.compact(ids(tokenizer, "<s>sc</s><s>u")).replace("]", ","))).count();
    assertThat(afresh).as("conversations that were read from their beginning").isGreaterThan(1);
  }

  @Test
  void withoutATemplateThereIsNoSystemMessage() {
    var ran = chat("ab\n", "--system", "c");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("leave out --system");
  }

  @Test
  void anAnswerEndsWithItsTurn() throws IOException {
    var model = templated();
    int first = answers(model, "ab\n").getFirst().path("ids").path(0).asInt();
    Files.writeString(model.resolve("generation_config.json"), "{\"eos_token_id\": [0, " + first + "]}");
    var answer = answers(model, "ab\n").getFirst();
    assertThat(answer.path("ids")).isEmpty();
    assertThat(answer.path("end").asString("")).isEqualTo("STOP");
  }

  @Test
  void whenTheContextIsFullTheOldestTurnsAreForgotten() throws IOException {
    var ran = chat(templated(), "abcdefghij\n".repeat(8), "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("the oldest turns are forgotten");
    assertThat(ran.out().lines()).hasSize(8);
  }

  @Test
  void aPromptIsATurnWhereThatIsAsked() throws IOException {
    var model = templated();
    var tokenizer = Tokenizer.read(model);
    assertThat(generated(model, "--chat").path("promptIds").toString()).isEqualTo(Json.compact(ids(tokenizer, "<s>uab</s><s>a")));
    assertThat(generated(model).path("promptIds").size()).isEqualTo(3);
  }

  private static JsonNode generated(Path model, String... more) {
    var args = Stream.concat(Stream.of("generate", model.toString(), "--prompt", "ab", "--max-tokens", "2", "--json"), Stream.of(more));
    var ran = Ran.in(Lang.EN, args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return Json.parse(ran.out(), "stdout");
  }

  /// The ids of parts, of which every second one is text whatever it looks like.
  private static List<Integer> ids(Tokenizer tokenizer, String... parts) {
    return IntStream.range(0, parts.length).boxed().flatMapToInt(i -> Arrays.stream(i % 2 == 0 ? tokenizer.encodeMarked(parts[i])
        : tokenizer.encode(parts[i]))).boxed().toList();
  }

  private Path templated() throws IOException {
    var model = model(folder.resolve("templated"), List.of("<s>", "</s>"));
    Files.writeString(model.resolve("chat_template.jinja"), TEMPLATE);
    return model;
  }

  private List<JsonNode> answers(Path model, String in, String... more) {
    var ran = chat(model, in, Stream.concat(Stream.of("--json", "--temperature", "0"), Stream.of(more)).toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran.out().lines().map(line -> Json.parse(line, "stdout")).toList();
  }

  private Ran chat(String in, String... more) {
    return chat(model(folder.resolve("model" + more.length), List.of()), in, more);
  }

  private Ran chat(Path model, String in, String... more) {
    System.setIn(new ByteArrayInputStream(in.getBytes(UTF_8)));
    var args = Stream.concat(Stream.of("chat", model.toString(), "--max-tokens", "5"), Stream.of(more));
    return Ran.in(Lang.EN, args.toArray(String[]::new));
  }

  private static Path model(Path folder, List<String> specials) {
    var tokenizer = Characters.train(Stream.of("abcdefghijklmnopqrstuvwxyz"), 30, specials);
    var config = DecoderConfig.llama(tokenizer.vocabularySize(), 16, 1, 2, 2, 24, 64);
    try (var model = new LanguageModel(new Decoder(config, Weights.fresh(Device.jvm(), new Seed(3))), tokenizer)) {
      model.save(folder);
    }
    return folder;
  }
}
