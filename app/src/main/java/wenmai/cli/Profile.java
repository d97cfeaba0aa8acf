package wenmai.cli;

import java.util.ArrayList;
import java.util.List;
import wenmai.tensor.ProfiledDevice;
import wenmai.tensor.ProfiledDevice.Operation;
import wenmai.train.ProcessMemory;

/// Where a step's time and memory go (`--profile`): a table of a device's operations, and one of the memory by kind.
final class Profile {
  private static final double LEAST = 0.002;   // share of the time that is worth a row
  private final ProfiledDevice device;
  private final Console console;

  /// With `--json` stdout holds the result alone, so the tables go to stderr.
  Profile(ProfiledDevice device, Console console) {
    this.device = device;
    this.console = console.json() ? new Console(console.err(), console.err(), console.lang(), false, console.screen()) : console;
  }

  /// @param steps since the device last forgot
  void print(int steps, long parameters) {
    console.table(times(steps));
    console.print("");
    console.table(memory(4 * parameters));
  }

  private List<List<String>> times(int steps) {
    double all = device.seconds();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(console.text("operation", "操作"), console.text("ms a step", "毫秒/步"), console.text("share", "占比"),
        console.text("calls a step", "次/步"), "GFLOP/s"));
    double listed = 0;
    for (var o : device.operations()) {
      if (o.seconds() >= LEAST * all) {
        rows.add(row(o.name(), o.seconds(), all, steps, "%,.1f".formatted((double) o.calls() / steps), rate(o)));
        listed += o.seconds();
      }
    }
    rows.add(row(console.text("the rest: small operations, data, tape", "其余：零星操作、数据、求导记录"), all - listed, all, steps, "", ""));
    rows.add(row(console.text("in all", "合计"), all, all, steps, "", ""));
    return rows;
  }

  private static List<String> row(String name, double seconds, double all, int steps, String calls, String rate) {
    return List.of(name, "%,.2f".formatted(1e3 * seconds / steps), "%.1f %%".formatted(100 * seconds / all), calls, rate);
  }

  private static String rate(Operation o) {
    return o.flops() == 0 ? "" : "%,.0f".formatted(o.flops() / o.seconds() / 1e9);
  }

  private List<List<String>> memory(long weights) {
    long tensors = device.mostBytes();
    long resident = ProcessMemory.peak();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(console.text("memory at its peak", "内存峰值"), "MB"));
    rows.add(row(console.text("weights", "权重"), weights));
    rows.add(row(console.text("optimizer", "优化器"), 2 * weights));
    if (tensors > 0) {
      rows.add(row(console.text("activations, loss head, gradients", "激活值、损失头、梯度"), tensors - 3 * weights));
      rows.add(row(console.text("freed blocks kept, Java", "留用的空闲块、Java"), resident - tensors));
    }
    rows.add(row(console.text("resident in all", "常驻合计"), resident));
    return rows;
  }

  private static List<String> row(String name, long bytes) {
    return List.of(name, "%,.0f".formatted(bytes / 1e6));
  }
}
