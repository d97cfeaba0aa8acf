package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  private static String first(Path path) {
    return ChatTemplate.read(path, TOKENIZER).orElseThrow().render(TURNS, false, Map.of(), NOW);
  }
}
