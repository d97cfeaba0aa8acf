package wenmai.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.files.Json;
import wenmai.files.Recipes;
import wenmai.tensor.Device;
import wenmai.tensor.ProfiledDevice;
import wenmai.train.Trainer;

/// Trains a model from scratch, or goes on.
@Command(name = "pretrain")
final class Pretrain implements Verb {
  private static final int WARM_UP = 20;   // steps that --profile leaves out, for they are slow

  @Parameters(index = "0", paramLabel = "RECIPE")
  private Path recipe = Path.of("");

  @Parameters(index = "1..*", paramLabel = "KEY=VALUE", arity = "0..*")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--profile")
  private boolean profile;

  @Override
  public void run(Console console, Interrupts interrupts) {
    var read = Recipes.read(recipe, overrides, wenmai.train.Pretrain.class);
    if (profile) {
      Profile.require(read.device());
    }
    var device = Device.of(read.device());
    var profiled = new ProfiledDevice(device);
    var steps = new AtomicInteger();
    try (var progress = new TrainingProgress(console)) {
      var result = Trainer.run(read, profile ? profiled : device, progress, () -> {
        if (steps.incrementAndGet() == WARM_UP) {
          profiled.forget();
        }
        return interrupts.requested();
      });
      progress.close();
      if (profile) {
        int counted = steps.get() > WARM_UP ? steps.get() - WARM_UP : steps.get();
        new Profile(profiled, console).print(counted, result.parameters(), read.precision().on(device, read.model()));
      }
      if (console.json()) {
        console.printJson(result.stopped() ? Json.object().put("steps", result.steps()).put("stopped", true) : result);
      } else if (!result.stopped()) {
        console.print(console.text("validation loss %.4f over %,d tokens%s; the model is in %s", "验证损失 %.4f（%,d 个词元）%s；模型在 %s",
            result.validation().loss(), result.validation().targets(), bitsPerByte(result, console), result.model()));
      }
    }
  }

  private static String bitsPerByte(Trainer.Result result, Console console) {
    return Double.isNaN(result.bitsPerByte()) ? "" : console.text(", %.3f bits per byte", "，每字节 %.3f 比特", result.bitsPerByte());
  }
}
