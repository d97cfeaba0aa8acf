package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import wenmai.files.Json;

/// The vocabularies in the GGUF files of two language models, which `lm/fetch-models` of the data fetches to the folder that
/// `WENMAI_MODELS` names (351 MB): the ids that transformers gave, and those of Hugging Face's tokenizers library.
@Tag("models")
@Tag("data")
class FetchedModelsTest {
  private static final String SMOLLM2 = "smollm2-135m-instruct-q4_1";
  private static final String GEMMA = "gemma-3-270m-q4_k_m";

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {SMOLLM2, GEMMA})
  void promptsGetTheKnownIdsAndAnswersTheirText(String model) {
    var tokenizer = Tokenizer.read(file(model));
    for (var known : known(model).path("greedy")) {
      var prompt = known.path("prompt").asString("");
      assertThat(tokenizer.surround(tokenizer.encode(prompt))).as(prompt).isEqualTo(ids(known.path("prompt_ids")));
      var decoding = tokenizer.decoding();
      Arrays.stream(ids(known.path("prompt_ids"))).forEach(decoding::add);
      var text = new StringBuilder();
      for (int id : ids(known.path("ids"))) {
        text.append(tokenizer.specials().contains(id) ? tokenizer.token(id) : decoding.add(id));
      }
      assertThat(text.append(decoding.end())).as(prompt).hasToString(known.path("text").asString(""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SMOLLM2, GEMMA})
  void pagesGetTheKnownIds(String model) {
    var tokenizer = Tokenizer.read(file(model));
    for (var language : List.of("en", "zh")) {
      var page = known(model).path("loss").path(language);
      assertThat(tokenizer.surround(tokenizer.encode(page.path("text").asString("")))).as(language).isEqualTo(ids(page.path("ids")));
    }
  }

  @Test
  void aConversationGetsTheKnownIds() {
    var template = ChatTemplate.read(file(SMOLLM2), Tokenizer.read(file(SMOLLM2))).orElseThrow();
    assertThat(known(SMOLLM2).path("chat")).isNotEmpty().allSatisfy(chat ->
        assertThat(template.encode(List.of(ChatTemplate.turn("user", chat.path("user").asString(""))), true, Map.of(), LocalDateTime.now()))
            .isEqualTo(ids(chat.path("prompt_ids"))));
  }

  @Test
  @Tag("python")
  void randomStringsGetTheIdsOfTheLibrary() throws Exception {
    var random = new RandomText(31);
    for (var model : List.of(SMOLLM2, GEMMA)) {
      Tokenizer.read(file(model)).save(folder.resolve(model));
      TokenizersTwin.write(folder.resolve(model), random.lines(20_000));
    }
    TokenizersTwin.encodeAll(folder);
    for (var model : List.of(SMOLLM2, GEMMA)) {
      var tokenizer = Tokenizer.read(file(model));
      var texts = TokenizersTwin.texts(folder.resolve(model));
      var theirs = TokenizersTwin.tokens(folder.resolve(model));
      for (int i = 0; i < texts.size(); i++) {
        assertThat(tokenizer.encode(texts.get(i))).as("%s, seed 31, line %d: %s", model, i, texts.get(i)).isEqualTo(theirs.get(i)[0]);
      }
    }
  }

  private static Path file(String model) {
    return Path.of(Objects.requireNonNull(System.getenv("WENMAI_MODELS"), "WENMAI_MODELS is not set"), model + ".gguf");
  }

  private static JsonNode known(String model) {
    return Json.read(TokenizersTwin.data("lm/" + model + ".json"));
  }

  private static int[] ids(JsonNode ids) {
    return ids.valueStream().mapToInt(JsonNode::asInt).toArray();
  }
}
