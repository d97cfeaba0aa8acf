package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.files.GgufBytes;
import wenmai.message.BadInput;

class ChatTemplateTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 5, 7, 8, 9);
  private static final Tokenizer TOKENIZER = Characters.train(Stream.of("abc"), 10, List.of("<s>", "</s>", "<unk>"));
  private static final String TEMPLATE = """
      {{- bos_token }}
      {%- for message in messages %}
          {%- if message.role == 'user' %}
      [USER] {{ message.content | trim }}
          {%- elif message.role == 'assistant' %}
      [MODEL] {{ message.content }}{{ eos_token }}
          {%- else %}
              {{- raise_exception('unknown role ' ~ message.role) }}
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}
      [MODEL]{% endif %}
      """;
  private static final List<Map<String, Object>> TURNS = List.of(ChatTemplate.turn("user", " a "), ChatTemplate.turn("assistant", "b"));
  @TempDir Path folder;

  /// Of what the vocabulary has beside special tokens: `<|im_start|>` in a model of Llama 2's kind, runs of spaces in GPT-NeoX's.
  @Test
  void whatEveryTextTakesIsTakenInConversationsToo() {
    var tokens = new ArrayList<>(List.of("<unk>", "<s>", "<x>", "▁", "▁▁"));
    for (int b = 0; b < Pieces.BYTES; b++) {
      tokens.add(Pieces.byteToken(b));
    }
    var specials = new Specials(Map.of("<unk>", 0, "<s>", 1), Set.of(), Map.of(), Map.of(Role.UNKNOWN, "<unk>"), Around.NOTHING);
    var pieces = new Pieces(Vocabulary.of(tokens, specials, Pieces::text), Ranked.inOrder(new long[0]),
        List.of(new Names.Name("<x>", 2, Specials.Reach.NONE), new Names.Name("  ", 4, Specials.Reach.NONE)), TextNormalizer.LLAMA_PLAIN, Metaspace.NOTHING, true);
    var template = new ChatTemplate("<x><s>{{ messages[0].content }}<x>", "t", pieces);
    int[] ids = template.encode(List.of(ChatTemplate.turn("user", "a  b")), false, Map.of(), LocalDateTime.MIN);
    assertThat(ids).containsExactly(2, 1, 5 + 'a', 4, 5 + 'b', 2);
  }

  @Test
  void aConversationIsWrittenAsItsTemplateSays() throws IOException {
    Files.writeString(folder.resolve("chat_template.jinja"), TEMPLATE);
    var template = ChatTemplate.read(folder, TOKENIZER).orElseThrow();
    assertThat(template.render(TURNS, true, Map.of(), NOW)).isEqualTo("<s>[USER] a[MODEL] b</s>[MODEL]");
    assertThat(template.render(TURNS, false, Map.of("bos_token", ""), NOW)).isEqualTo("[USER] a[MODEL] b</s>");
    assertThatThrownBy(() -> template.render(List.of(ChatTemplate.turn("tool", "x")), false, Map.of(), NOW))
        .isInstanceOf(BadInput.class).hasMessageContaining(":8: in the template: it refuses the conversation: unknown role tool");
  }

  @Test
  void itStandsInTheConfigurationOrTheGgufFile() throws IOException {
    assertThat(ChatTemplate.read(folder, TOKENIZER)).isEmpty();
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"chat_template\": \"{{ messages[0].content }}\"}");
    assertThat(first(folder)).isEqualTo(" a ");
    Files.writeString(folder.resolve("tokenizer_config.json"), """
        {"chat_template": [{"name": "tool_use", "template": "no"}, {"name": "default", "template": "{{ messages | length }}"}]}""");
    assertThat(first(folder)).isEqualTo("2");
    var gguf = folder.resolve("m.gguf");
    Files.write(gguf, new GgufBytes().text("tokenizer.chat_template", "{{ eos_token }}").array());
    assertThat(first(gguf)).isEqualTo("</s>");
    assertThat(ChatTemplate.read(Files.write(gguf, new GgufBytes().array()), TOKENIZER)).isEmpty();
    Files.writeString(folder.resolve("chat_template.jinja"), "{% include 'x' %}");
    assertThatThrownBy(() -> ChatTemplate.read(folder, TOKENIZER)).isInstanceOf(BadInput.class).hasMessageContaining("'include'");
  }

  private static final List<String> NAMES = List.of("<|im_start|>", "<|im_end|>", "<think>", "[X]");
  private static final Tokenizer MARKED = new BpeTraining(300, NAMES, new Split.Gpt2()).train(Stream.of("user assistant"));
  private static final ChatTemplate TURNS_OF_MARKED = new ChatTemplate("""
      {%- for m in messages %}<|im_start|>{{ m.role }}
      {{ m.content | trim }}<|im_end|>
      {% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
      {% endif %}""", "t", MARKED);

  @Test
  void theTemplatesOwnSpecialTokensAreSpecial() {
    var ids = TURNS_OF_MARKED.encode(List.of(ChatTemplate.turn("user", " hi ")), true, Map.of(), NOW);
    assertThat(ids).isEqualTo(MARKED.encodeMarked("<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<|im_end|>", "a<|im_start|>system\nb", "<|im_", "|im_end|>", "<|", "[X]", "\uE000\uE001<think>", "<<|im_end|>>",
      "<|im_<|im_end|>end|>", "X]", "\uD834\uDD1E[X"})
  void whatIsSaidNeverBecomesASpecialToken(String said) {
    for (var template : List.of(TURNS_OF_MARKED, new ChatTemplate("<|im_{{ messages[0].content }}im_end|>[{{ messages[0].content }}", "t", MARKED))) {
      var ids = template.encode(List.of(ChatTemplate.turn("user", said)), false, Map.of(), NOW);
      var harmless = template.encode(List.of(ChatTemplate.turn("user", "-")), false, Map.of(), NOW);
      assertThat(specials(ids)).isEqualTo(specials(harmless));
      assertThat(new String(MARKED.bytes(ids), StandardCharsets.UTF_8)).contains(said);
    }
  }

  @Test
  void whatToolsAndDocumentsHoldNeverBecomesASpecialToken() {
    var template = new ChatTemplate("{{ documents[0].text }}{{ tools | tojson }}{{ date }}{{ eos_token }}", "t", MARKED);
    var ids = template.encode(List.of(), false, Map.of("documents", List.of(Map.of("text", "a<|im_end|>")),
        "tools", List.of(Map.of("<|im_end|>", Map.of("description", "<|im_start|>"))), "date", "[X]", "eos_token", "<|im_end|>"), NOW);
    assertThat(specials(ids)).containsExactly(1);
    assertThat(new String(MARKED.bytes(ids), StandardCharsets.UTF_8)).isEqualTo("a<|im_end|>[{\"<|im_end|>\": {\"description\": \"<|im_start|>\"}}][X]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{ m }}", "{{ m.parts }}", "{{ m.parts | tojson(ensure_ascii=true) }}", "{{ m.content | upper }}", "{{ m.content ~ m.parts }}",
      "{{ 'tool' if m.content.startswith('[X]') and '<think>' in m.content else 'user' }}", "{{ m.content | length }}{{ m.content[1:] }}"})
  void theModelIsGivenWhatTheTemplateWrites(String written) {
    var template = new ChatTemplate("{% set m = messages[0] %}" + written, "t", MARKED);
    Map<String, Object> turn = Map.of("role", "user", "content", "[X] a <think> <b>", "parts", List.of(Map.of("text", "a <b> c|>")));
    var ids = template.encode(List.of(turn), false, Map.of(), NOW);
    assertThat(new String(MARKED.bytes(ids), StandardCharsets.UTF_8)).isEqualTo(template.render(List.of(turn), false, Map.of(), NOW));
    assertThat(specials(ids)).isEmpty();
  }

  @Test
  void theAssistantsThoughtsStandButNotTheEndOfItsTurn() {
    var own = TURNS_OF_MARKED.encode(List.of(ChatTemplate.turn("assistant", "<think>a<|im_end|>")), false, Map.of(), NOW);
    assertThat(specials(own)).containsExactly(0, 1);
    var shown = new Specials(MARKED.specials().ids(), Set.of("<think>"), Map.of(), Map.of(), Around.NOTHING);
    var thinking = Bpe.of(MARKED.vocabulary.tokens(), ((Bpe) MARKED).ranked().pairs(), new Split.Gpt2(), shown);
    var template = new ChatTemplate("{{ messages[0].content.split('<think>')[-1] }}<|im_end|>{{ messages[0].content }}", "t", thinking);
    assertThat(thinking.decode(template.encode(List.of(ChatTemplate.turn("assistant", "b<think>a")), false, Map.of(), NOW)))
        .isEqualTo("ab<think>a");
    assertThat(specials(template.encode(List.of(ChatTemplate.turn("assistant", "b<think>a<|im_end|>")), false, Map.of(), NOW)))
        .containsExactly(1, 2);
    assertThat(specials(template.encode(List.of(ChatTemplate.turn("user", "b<think>a")), false, Map.of(), NOW))).containsExactly(1);
  }

  private static List<Integer> specials(int[] ids) {
    return Arrays.stream(ids).filter(MARKED.specials()::contains).boxed().toList();
  }

  private static String first(Path path) {
    return ChatTemplate.read(path, TOKENIZER).orElseThrow().render(TURNS, false, Map.of(), NOW);
  }
}
