package wenmai.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import wenmai.decode.Engine;
import wenmai.decode.Prompt;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.model.io.LanguageModel;
import wenmai.tokenize.ChatTemplate;

/// A conversation with a model, line by line: what the model reads of each line, and the engine that has read what was before.
sealed interface Talk extends AutoCloseable permits Talk.Text, Talk.Turns {

  /// The ids to read for a line.
  int[] read(String line, int mostOfAnswer);

  /// What goes on from them.
  Engine engine();

  /// Hears what the model answered.
  void heard(SamplingOptions.Result answer);

  @Override
  void close();

  /// In the model's template, if it has one.
  ///
  /// @param system what the conversation begins with; empty: nothing
  static Talk of(Path folder, LanguageModel model, String system, Console console) {
    var template = ChatTemplate.read(folder, model.tokenizer());
    if (template.isPresent()) {
      return new Turns(model, template.get(), system.isEmpty() ? List.of() : List.of(ChatTemplate.turn("system", system)), console);
    }
    if (!system.isEmpty()) {
      throw new BadInput("%s has no chat template (tokenizer_config.json, chat_template.jinja), so no place for a system message: leave out --system",
          "%s 没有对话模板（tokenizer_config.json、chat_template.jinja），无处放置系统消息：请去掉 --system", folder);
    }
    return new Text(model, console);
  }

  /// One text that both write: an empty line lets the model go on by itself; when the context is full, the text starts afresh with
  /// the last line.
  final class Text implements Talk {
    private final LanguageModel model;
    private final Console console;
    private Engine engine;
    private boolean begun;

    Text(LanguageModel model, Console console) {
      this.model = model;
      this.console = console;
      this.engine = new Engine(model.decoder());
    }

    @Override
    public int[] read(String line, int mostOfAnswer) {
      var ids = begun ? model.tokenizer().encode(line.isEmpty() ? "\n" : line) : Prompt.ids(model.tokenizer(), line);
      begun = true;
      if (ids.length < engine.free()) {
        return ids;
      }
      engine.close();
      engine = new Engine(model.decoder());
      console.say(Message.of("(the context was full: starting afresh)", "（上下文已满：重新开始）"));
      return Prompt.ids(model.tokenizer(), line);
    }

    @Override
    public Engine engine() {
      return engine;
    }

    @Override
    public void heard(SamplingOptions.Result answer) {}

    @Override
    public void close() {
      engine.close();
    }
  }

  /// Turns as the model's template writes them. What the engine has read stays as long as the new text begins with it; a template
  /// that leaves out what was thought in earlier turns, or an answer that others would cut into other tokens, is read again. When the context
  /// is full, the oldest turns are forgotten, but what the conversation begins with.
  final class Turns implements Talk {
    private final LanguageModel model;
    private final ChatTemplate template;
    private final Console console;
    private final List<Map<String, Object>> beginning;
    private final List<Map<String, Object>> turns = new ArrayList<>();
    private final int context;
    private Engine engine;
    private List<Integer> known = new ArrayList<>();

    Turns(LanguageModel model, ChatTemplate template, List<Map<String, Object>> beginning, Console console) {
      this.model = model;
      this.template = template;
      this.beginning = beginning;
      this.console = console;
      this.engine = new Engine(model.decoder());
      this.context = engine.free();
    }

    @Override
    public int[] read(String line, int mostOfAnswer) {
      turns.add(ChatTemplate.turn("user", line));
      var ids = ids();
      int room = context - Math.min(mostOfAnswer, context / 2);
      if (ids.length > room && turns.size() > 2) {
        console.say(Message.of("(the context was full: the oldest turns are forgotten)", "（上下文已满：最早的几轮已忘记）"));
      }
      while (ids.length > room && turns.size() > 2) {
        turns.subList(0, 2).clear();
        ids = ids();
      }
      return unread(ids);
    }

    private int[] ids() {
      return template.encode(Stream.concat(beginning.stream(), turns.stream()).toList(), true, Map.of(), LocalDateTime.now());
    }

    private int[] unread(int[] ids) {
      var all = Arrays.stream(ids).boxed().toList();
      if (all.size() <= known.size() || !all.subList(0, known.size()).equals(known)) {
        engine.close();
        engine = new Engine(model.decoder());
        known = List.of();
      }
      var unread = Arrays.copyOfRange(ids, known.size(), ids.length);
      known = new ArrayList<>(all);
      return unread;
    }

    @Override
    public Engine engine() {
      return engine;
    }

    @Override
    public void heard(SamplingOptions.Result answer) {
      known.addAll(answer.ids());
      turns.add(ChatTemplate.turn("assistant", answer.text()));
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
