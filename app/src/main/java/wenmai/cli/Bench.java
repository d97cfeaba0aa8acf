package wenmai.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.tensor.Device;
import wenmai.tensor.ProfiledDevice;
import wenmai.train.BenchRecipe;
import wenmai.train.ProcessMemory;
import wenmai.train.Speed;

/// Measures training steps on random ids, of a recipe for measuring or of one for training, whose other keys are passed over.
@Command(name = "bench")
final class Bench implements Verb {
  private static final double WARM_UP = 8;   // seconds

  @Parameters(index = "0", paramLabel = "RECIPE")
  private Path recipe = Path.of("");

  @Parameters(index = "1..*", paramLabel = "KEY=VALUE", arity = "0..*")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--steps", paramLabel = "N")
  private int steps = 20;

  @Option(names = "--profile")
  private boolean profile;

  /// @param stepMillis        of a step, the median
  /// @param peakResidentBytes of the whole process, in the machine's memory, not a GPU's
  /// @param loss              of the last step
  /// @param precision         that ran: fp32, bf16 or int8
  record Report(double stepMillis, double tokensPerSecond, double flopsPerSecond, long peakResidentBytes, long parameters, double loss, String precision) {}

  @Override
  public void run(Console console, Interrupts interrupts) {
    if (steps < 1) {
      throw new BadInput("--steps (%d) must be at least 1", "--steps（%d）必须至少为 1", steps);
    }
    var read = Recipes.part(recipe, overrides, BenchRecipe.class, wenmai.train.Pretrain.class);
    if (profile) {
      Profile.require(read.device());
    }
    var device = Device.of(read.device());
    var profiled = new ProfiledDevice(device);
    var speed = Speed.of(read, profile ? profiled : device, WARM_UP, steps);
    if (profile) {
      new Profile(profiled, console).print(steps, speed.parameters(), speed.precision());
    }
    var report = new Report(1e3 * speed.seconds(), speed.tokensPerSecond(), speed.flops(), ProcessMemory.peak(), speed.parameters(), speed.loss(),
        speed.precision().lower());
    if (console.json()) {
      console.printJson(report);
    } else {
      var memory = Device.isGpu(read.device()) ? ""
          : console.text(", at most %.2f GB resident", "，常驻内存至多 %.2f GB", report.peakResidentBytes / 1e9);
      console.print(console.text("%.1f ms a step, %,.0f tokens/s, %,.0f GFLOP/s%s, %,d parameters, %s, loss %.4f",
          "每步 %.1f 毫秒，每秒 %,.0f 个词元、%,.0f GFLOP%s，%,d 个参数，%s，损失 %.4f", report.stepMillis, report.tokensPerSecond,
          report.flopsPerSecond / 1e9, memory, report.parameters, report.precision, report.loss));
    }
  }
}
