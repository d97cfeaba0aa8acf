package wenmai.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.decode.Engine;
import wenmai.decode.Prompt;
import wenmai.message.BadInput;
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

  @Option(names = "--chat")
  private boolean chat;

  @Mixin
  private SamplingOptions how = new SamplingOptions();

  @Override
  public void run(Console console, Interrupts interrupts) {
    try (var opened = LanguageModel.open(model, Device.of(how.device)); var engine = new Engine(opened.decoder())) {
      var ids = ids(opened);
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

  private int[] ids(LanguageModel opened) {
    return chat ? template(opened).encode(List.of(ChatTemplate.turn("user", prompt)), true, Map.of(), LocalDateTime.now())
        : Prompt.ids(opened.tokenizer(), prompt);
  }

  private ChatTemplate template(LanguageModel opened) {
    return ChatTemplate.read(model, opened.tokenizer()).orElseThrow(() -> new BadInput(
        "%s has no chat template (tokenizer_config.json, chat_template.jinja): leave out --chat", "%s 没有对话模板（tokenizer_config.json、chat_template.jinja）：请去掉 --chat", model));
  }

  private static String shown(Tokenizer tokenizer, int... ids) {
    return Arrays.stream(ids).mapToObj(tokenizer::token).collect(Collectors.joining()).replace("\n", "\\n");
  }
}
