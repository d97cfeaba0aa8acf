package wenmai.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.evaluate.LossSuite;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;

/// Measures a model.
@Command(name = "evaluate")
final class Evaluate implements Verb {
  @Parameters(index = "0", paramLabel = "MODEL")
  private Path model = Path.of("");

  @Option(names = "--suite", paramLabel = "NAME", required = true)
  private Suite suite = Suite.LOSS;

  @Option(names = "--data", paramLabel = "PATH", required = true)
  private List<Path> data = new ArrayList<>();

  @Option(names = "--device", paramLabel = "DEVICE")
  private String device = "jvm";

  /// What can be measured.
  enum Suite {
    LOSS
  }

  @Override
  public void run(Console console, Interrupts interrupts) {
    try (var opened = LanguageModel.open(model, Device.of(device))) {
      var result = switch (suite) {
        case LOSS -> LossSuite.run(opened, data);
      };
      if (console.json()) {
        console.printJson(result);
      } else {
        console.print(console.text("loss %.4f, perplexity %.2f, %.4f bits per byte; %,d tokens, %,d bytes",
            "损失 %.4f，困惑度 %.2f，每字节 %.4f 比特；%,d 个词元，%,d 字节", result.loss(), result.perplexity(), result.bitsPerByte(),
            result.tokens(), result.bytes()));
      }
    }
  }
}
