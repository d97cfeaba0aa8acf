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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.message.Message;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;

/// Talks line by line, in the template that the model has for conversations, or else by going on with one text. With `--json` each
/// answer is an object on a line of its own.
@Command(name = "chat")
final class Chat implements Verb {
  @Parameters(index = "0", paramLabel = "MODEL")
  private Path model = Path.of("");

  @Option(names = "--system", paramLabel = "TEXT")
  private String system = "";

  @Mixin
  private SamplingOptions how = new SamplingOptions();

  @Override
  public void run(Console console, Interrupts interrupts) throws IOException {
    try (var opened = LanguageModel.open(model, Device.of(how.device)); var talk = Talk.of(model, opened, system, console)) {
      boolean turns = talk instanceof Talk.Turns;
      how.stops = how.stops.isEmpty() && !turns ? List.of("\n\n") : how.stops;
      if (console.screen().in()) {
        console.say(turns ? Message.of("Write a line, and the model answers. Ctrl-D ends.", "写一行，模型会回答。Ctrl-D 结束。")
            : Message.of("Write a line, and the model goes on from it. An empty line: go on. Ctrl-D ends.",
                "写一行，模型会接着写。空行：继续。Ctrl-D 结束。"));
      }
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      long turn = 0;
      for (var line = ask(console, lines); line != null; line = ask(console, lines)) {
        if (!turns || !line.isEmpty()) {
          answer(console, opened, talk, line, turn++);
        }
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

  private void answer(Console console, LanguageModel opened, Talk talk, String line, long turn) {
    how.seed = new Seed(how.seed).at(turn).value();
    var ids = talk.read(line, how.most);
    talk.heard(how.write(console, opened, talk.engine(), ids, "", () -> false));
    if (!console.json()) {
      console.print("");
    }
  }
}
