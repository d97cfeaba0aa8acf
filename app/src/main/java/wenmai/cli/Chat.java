package wenmai.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import wenmai.decode.Engine;
import wenmai.decode.Prompt;
import wenmai.message.Message;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;

/// Talks line by line: each line is read after all that was said before, and the model goes on from it. An empty line lets the
/// model go on by itself; when its context is full, it starts afresh with the last line. With `--json` each answer is an object
/// on a line of its own.
@Command(name = "chat")
final class Chat implements Verb {
  @Parameters(index = "0", paramLabel = "MODEL")
  private Path model = Path.of("");

  @Mixin
  private SamplingOptions how = new SamplingOptions();

  @Override
  public void run(Console console, Interrupts interrupts) throws IOException {
    how.stops = how.stops.isEmpty() ? List.of("\n\n") : how.stops;
    try (var opened = LanguageModel.open(model, Device.of(how.device))) {
      if (console.screen().in()) {
        console.say(Message.of("Write a line, and the model goes on from it. An empty line: go on. Ctrl-D ends.",
            "写一行，模型会接着写。空行：继续。Ctrl-D 结束。"));
      }
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      var engine = new Engine(opened.decoder());
      try {
        long turn = 0;
        for (var line = ask(console, lines); line != null; line = ask(console, lines)) {
          var ids = turn == 0 ? Prompt.ids(opened.tokenizer(), line) : opened.tokenizer().encode(line.isEmpty() ? "\n" : line);
          if (ids.length >= engine.free()) {
            engine.close();
            engine = new Engine(opened.decoder());
            ids = Prompt.ids(opened.tokenizer(), line);
            console.say(Message.of("(the context was full: starting afresh)", "（上下文已满：重新开始）"));
          }
          answer(console, opened, engine, ids, turn++);
        }
      } finally {
        engine.close();
      }
    }
  }

  private static @Nullable String ask(Console console, BufferedReader lines) throws IOException {
    if (console.screen().in()) {
      console.err().print("> ");
      console.err().flush();
    }
    return lines.readLine();
  }

  private void answer(Console console, LanguageModel opened, Engine engine, int[] ids, long turn) {
    how.seed = new Seed(how.seed).at(turn).value();
    how.write(console, opened, engine, ids, "", () -> false);
    if (!console.json()) {
      console.print("");
    }
  }
}
