package wenmai.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.message.BadInput;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;

/// Brings models of other programs into a model directory.
@Command(name = "import", subcommands = Import.Llama2c.class)
final class Import {

  /// A model of llama2.c.
  @Command(name = "llama2c")
  static final class Llama2c implements Verb {
    @Parameters(index = "0", paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--tokenizer", paramLabel = "FILE", required = true)
    private Path tokenizer = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true)
    private Path out = Path.of("");

    @Override
    public void run(Console console, Interrupts interrupts) throws IOException {
      var pieces = wenmai.tokenize.Llama2c.read(tokenizer);
      try (var model = new LanguageModel(wenmai.model.io.Llama2c.read(file, Device.jvm()), pieces)) {
        var c = model.decoder().config();
        if (c.vocabulary() != pieces.vocabularySize()) {
          throw new BadInput("%s has %d tokens, the model %s %d; they do not belong together",
              "%s 有 %d 个词元，而模型 %s 有 %d 个；它们不配套", tokenizer, pieces.vocabularySize(), file, c.vocabulary());
        }
        model.save(out);
        if (console.json()) {
          console.printJson(c);
        } else {
          console.print(console.text("%s: %,d parameters, %d layers of width %d, context %d", "%s：%,d 个参数，%d 层，宽度 %d，上下文 %d",
              out, model.decoder().parameters(), c.layers(), c.width(), c.context()));
        }
      }
    }
  }
}
