package wenmai.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import wenmai.files.Gguf;
import wenmai.files.Json;
import wenmai.message.BadInput;
import wenmai.message.Failure;
import wenmai.tokenize.jinja.Template;

/// How a model wants a conversation written: the Jinja template that was published with it. The text it gives, encoded
/// with [Tokenizer#encodeMarked], is what the model was trained on; what stands around a text otherwise is in it already.
public final class ChatTemplate {
  private static final String FILE = "chat_template.jinja";
  private static final String CONFIG = "tokenizer_config.json";
  private static final long LONGEST_FILE = 1 << 22;
  private final Template template;
  private final Map<String, String> specials;

  /// `specials` are the special tokens by the names that templates use: `bos_token`, `eos_token` …
  ChatTemplate(String source, Object origin, Map<String, String> specials) {
    this.template = Template.of(source, origin);
    this.specials = specials;
  }

  /// The template of a model's folder (`chat_template.jinja`, or in `tokenizer_config.json`) or GGUF file, if it has one.
  public static Optional<ChatTemplate> read(Path path, Tokenizer tokenizer) {
    var specials = new HashMap<String, String>();
    tokenizer.specials().roles().forEach((role, name) -> specials.put(role.key(), name));
    return source(path).map(source -> new ChatTemplate(source, path, specials));
  }

  /// A turn of a conversation: `system`, `user`, `assistant` …, and what was said.
  public static Map<String, Object> turn(String role, String content) {
    return Map.of("role", role, "content", content);
  }

  /// The conversation as text; with the beginning of an `answer`, a model goes on as the assistant. `more` are variables
  /// of the template's own (`tools`, `enable_thinking` …). The time is what a template may write as today's date.
  public String render(List<? extends Map<String, ?>> turns, boolean answer, Map<String, ?> more, LocalDateTime now) {
    var variables = new HashMap<String, @Nullable Object>(specials);
    variables.put("tools", null);
    variables.put("documents", null);
    variables.putAll(more);
    variables.put("messages", turns);
    variables.put("add_generation_prompt", answer);
    return template.render(variables, now);
  }

  private static Optional<String> source(Path path) {
    if (Files.isDirectory(path)) {
      var file = path.resolve(FILE);
      return Files.isRegularFile(file) ? Optional.of(text(file)) : inConfig(path.resolve(CONFIG));
    }
    if (!path.toString().endsWith(".gguf")) {
      return Optional.empty();
    }
    try (var gguf = Gguf.open(path)) {
      return gguf.text("tokenizer.chat_template");
    }
  }

  /// One template, or several with names, of which `default` is for conversations.
  private static Optional<String> inConfig(Path config) {
    if (!Files.isRegularFile(config)) {
      return Optional.empty();
    }
    JsonNode template = Json.read(config).path("chat_template");
    for (var named : template) {
      if (named.path("name").asString("").equals("default")) {
        return named.path("template").stringValueOpt();
      }
    }
    return template.stringValueOpt();
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new BadInput("%s is %,d bytes long: a chat template is much smaller", "%s 长 %,d 字节：对话模板远没有这么大",
            file, Files.size(file));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new Failure(e, "cannot read %s: %s", "无法读取 %s：%s", file, e);
    }
  }
}
