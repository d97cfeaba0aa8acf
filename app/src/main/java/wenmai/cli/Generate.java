package wenmai.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.decode.Engine;
import wenmai.decode.Prompt;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;

/// Writes on from a prompt.
@Command(name = "generate")
final class Generate implements Verb {
  @Parameters(index = "0", paramLabel = "MODEL")
  private Path model = Path.of("");

  @Option(names = "--prompt", paramLabel = "TEXT")
  private String prompt = "";

  @Option(names = "--echo")
  private boolean echo;

  @Mixin
  private SamplingOptions how = new SamplingOptions();

  @Override
  public void run(Console console, Interrupts interrupts) {
    try (var opened = LanguageModel.open(model, Device.of(how.device)); var engine = new Engine(opened.decoder())) {
      var ids = Prompt.ids(opened.tokenizer(), prompt);
      how.write(console, opened, engine, ids, echo ? prompt : "", interrupts::requested);
      if (console.screen().out() && !console.json()) {
        console.print("");
      }
    }
  }
}
