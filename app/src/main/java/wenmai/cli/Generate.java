package wenmai.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.decode.Engine;
import wenmai.decode.Generation;
import wenmai.decode.Prompt;
import wenmai.decode.TextWriter;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// Writes on from a prompt.
@Command(name = "generate")
final class Generate implements Verb {
  @Parameters(index = "0", paramLabel = "MODEL")
  private Path model = Path.of("");

  @Option(names = "--prompt", paramLabel = "TEXT")
  private String prompt = "";

  @Option(names = "--max-tokens", paramLabel = "N")
  private int most = 200;

  @Option(names = "--echo")
  private boolean echo;

  @Mixin
  private SamplingOptions how = new SamplingOptions();

  /// @param tokensPerSecond of the generated tokens, the prompt's pass included
  record Result(List<Integer> promptIds, List<Integer> ids, List<Double> logprobs, String text, double tokensPerSecond,
      Generation.End end) {}

  @Override
  public void run(Console console, Interrupts interrupts) {
    if (most < 1) {
      throw new BadInput("--max-tokens (%d) must be at least 1", "--max-tokens（%d）必须至少为 1", most);
    }
    try (var opened = LanguageModel.open(model, Device.of(how.device)); var engine = new Engine(opened.decoder())) {
      var ids = Prompt.ids(opened.tokenizer(), prompt);
      if (prompt.isEmpty() && opened.tokenizer().specials().id(Role.BOS).isEmpty()) {
        console.say(Message.of("the prompt is empty and the model has no start token: starting after %s", "提示为空，模型也没有起始词元：从 %s 之后开始写", shown(opened.tokenizer(), ids)));
      }
      var writer = new TextWriter(opened.tokenizer(), ids, how.stops, text -> write(console, text));
      write(console, echo ? prompt : "");
      long begin = System.nanoTime();
      var made = engine.generate(ids, most, how.sampling(), Prompt.ends(opened.tokenizer()),
          id -> writer.token(id) && !interrupts.requested());
      double seconds = (System.nanoTime() - begin) / 1e9;
      var text = writer.end();
      if (console.json()) {
        console.printJson(new Result(Arrays.stream(ids).boxed().toList(), made.ids(), made.logprobs(), echo ? prompt + text : text,
            made.ids().size() / seconds, made.end()));
      } else if (console.screen().out()) {
        console.print("");
      }
    }
  }

  private static String shown(Tokenizer tokenizer, int... ids) {
    return Arrays.stream(ids).mapToObj(tokenizer::token).collect(Collectors.joining()).replace("\n", "\\n");
  }

  /// Text as it comes; a result in JSON comes whole.
  private static void write(Console console, String text) {
    if (!console.json()) {
      console.out().print(text);
      console.out().flush();
    }
  }
}
