package wenmai.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.decode.Engine;
import wenmai.decode.Prompt;
import wenmai.message.Message;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;
import wenmai.tokenize.ChatTemplate;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// Writes on from a prompt.
@Command(name = "generate")
final class Generate implements Verb {
  @Parameters(index = "0", paramLabel = "MODEL")
  private Path model = Path.of("");

  @Option(names = "--prompt", paramLabel = "TEXT")
  private String prompt = "";

  @Option(names = "--echo")
  private boolean echo;

  @Option(names = "--raw")
  private boolean raw;

  @Mixin
  private SamplingOptions how = new SamplingOptions();

  @Override
  public void run(Console console, Interrupts interrupts) {
    try (var opened = LanguageModel.open(model, Device.of(how.device)); var engine = new Engine(opened.decoder())) {
      var ids = ids(opened, console);
      if (prompt.isEmpty() && opened.tokenizer().specials().id(Role.BOS).isEmpty()) {
        console.say(Message.of("the prompt is empty and the model has no start token: starting after %s",
            "提示为空，模型也没有起始词元：从 %s 之后开始写", shown(opened.tokenizer(), ids)));
      }
      how.write(console, opened, engine, ids, echo ? prompt : "", interrupts::requested);
      if (console.screen().out() && !console.json()) {
        console.print("");
      }
    }
  }

  /// A prompt is a turn of a person's where the model has a template for conversations.
  private int[] ids(LanguageModel opened, Console console) {
    var template = raw || prompt.isEmpty() ? Optional.<ChatTemplate>empty() : ChatTemplate.read(model, opened.tokenizer());
    if (template.isEmpty()) {
      return Prompt.ids(opened.tokenizer(), prompt);
    }
    console.say(Message.of("the prompt goes into the model's chat template; --raw goes on from it as it stands",
        "提示已放入模型的对话模板；用 --raw 可直接续写"));
    return template.get().encode(List.of(ChatTemplate.turn("user", prompt)), true, Map.of(), LocalDateTime.now());
  }

  private static String shown(Tokenizer tokenizer, int... ids) {
    return Arrays.stream(ids).mapToObj(tokenizer::token).collect(Collectors.joining()).replace("\n", "\\n");
  }
}
