package wenmai.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The whole road on a user's text, or on the built-in stories.
@Command(name = "quickstart")
final class Quickstart implements Verb {
  @Parameters(index = "0..*", paramLabel = "PATH", arity = "0..*")
  private List<Path> data = new ArrayList<>();

  @Option(names = "--out", paramLabel = "DIR")
  private Path out = Path.of("");

  @Option(names = "--minutes", paramLabel = "N")
  private double minutes = 5;

  @Override
  public void run(Console console, Interrupts interrupts) {
    var folder = !out.toString().isEmpty() ? out : Path.of("out", data.isEmpty() ? "quickstart" : "quickstart-" + name(data.getFirst()));
    try (var progress = new TrainingProgress(console)) {
      var result = wenmai.road.Quickstart.run(data, folder, minutes, console.lang(), progress, interrupts::requested);
      progress.close();
      if (console.json()) {
        console.printJson(result);
      } else if (!result.training().stopped()) {
        console.print(console.text("validation loss %.4f, %.3f bits per byte; the report is %s", "验证损失 %.4f，每字节 %.3f 比特；报告在 %s",
            result.training().validation().loss(), result.training().bitsPerByte(), result.report()));
      }
    }
  }

  private static String name(Path path) {
    var last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? "root" : last.toString();
  }
}
