package wenmai.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import wenmai.tokenize.jinja.Text;

/// How a model wants a conversation written: the Jinja template that was published with it. What stands around a text otherwise is in
/// it already. Only what the template itself writes becomes special tokens, never what is said in a turn; but in the assistant's
/// turns those stand that are shown in its texts (`<think>`), for it wrote them itself.
public final class ChatTemplate {
  public static final String FILE = "chat_template.jinja";
  private static final String CONFIG = "tokenizer_config.json";
  private static final long LONGEST_FILE = 1 << 22;
  private static final String ROLE = "role";
  private static final String ASSISTANT = "assistant";
  private final Template template;
  private final Tokenizer tokenizer;
  private final Disguise disguise;

  ChatTemplate(String source, Object origin, Tokenizer tokenizer) {
    this.template = Template.of(source, origin);
    this.tokenizer = tokenizer;
    this.disguise = new Disguise(tokenizer.specials().ids().keySet());
  }

  /// The template of a model's folder (`chat_template.jinja`, or in `tokenizer_config.json`) or GGUF file, if it has one.
  public static Optional<ChatTemplate> read(Path path, Tokenizer tokenizer) {
    return source(path).map(source -> new ChatTemplate(source, path, tokenizer));
  }

  /// A turn of a conversation: `system`, `user`, `assistant` …, and what was said.
  public static Map<String, Object> turn(String role, String content) {
    return Map.of(ROLE, role, "content", content);
  }

  /// The conversation as ids, of [#render]'s arguments.
  public int[] encode(List<? extends Map<String, ?>> turns, boolean answer, Map<String, ?> more, LocalDateTime now) {
    var text = written(turns.stream().map(this::said).toList(), answer, saidOf(more), now);
    return tokenizer.encode(text.text(), tokenizer.specials().in(disguise.on(text)));
  }

  /// A turn whose texts are what was said, but for its role, which the template's own words are made of (`<|user|>`).
  private Map<String, ?> said(Map<String, ?> turn) {
    boolean own = ASSISTANT.equals(turn.get(ROLE));
    var said = new LinkedHashMap<String, @Nullable Object>();
    turn.forEach((key, value) -> said.put(key, key.equals(ROLE) ? value : said(value, own)));
    return said;
  }

  /// Tools, documents and whatever else come from others too, but a name for a special token's role (`bos_token`) stands for the token.
  private Map<String, ?> saidOf(Map<String, ?> more) {
    var roles = Arrays.stream(Role.values()).map(Role::key).toList();
    var said = new HashMap<String, @Nullable Object>();
    more.forEach((key, value) -> said.put(key, roles.contains(key) ? value : said(value, false)));
    return said;
  }

  private @Nullable Object said(@Nullable Object value, boolean own) {
    return switch (value) {
      case String text -> own ? saidBetweenShown(text) : Text.said(text);
      case List<?> items -> items.stream().map(item -> said(item, own)).toList();
      case Map<?, ?> entries -> {
        var said = new LinkedHashMap<Object, @Nullable Object>();
        entries.forEach((key, item) -> said.put(said(key, own), said(item, own)));
        yield said;
      }
      case null, default -> value;
    };
  }

  private Text saidBetweenShown(String text) {
    var said = new BitSet();
    said.set(0, text.length());
    tokenizer.specials().shownIn(text).forEach(mark -> said.clear(mark.start(), mark.end()));
    return new Text(text, said);
  }

  /// The conversation as text; with the beginning of an `answer`, a model goes on as the assistant. `more` are variables
  /// of the template's own (`tools`, `enable_thinking` …). The time is what a template may write as today's date.
  public String render(List<? extends Map<String, ?>> turns, boolean answer, Map<String, ?> more, LocalDateTime now) {
    return written(turns, answer, more, now).text();
  }

  private Text written(List<? extends Map<String, ?>> turns, boolean answer, Map<String, ?> more, LocalDateTime now) {
    var variables = new HashMap<String, @Nullable Object>();
    tokenizer.specials().roles().forEach((role, name) -> variables.put(role.key(), name));
    variables.put("tools", null);
    variables.put("documents", null);
    variables.putAll(more);
    variables.put("messages", turns);
    variables.put("add_generation_prompt", answer);
    return template.render(variables, now);
  }

  /// The template itself, of which [#read] makes one that can be used.
  public static Optional<String> source(Path path) {
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
