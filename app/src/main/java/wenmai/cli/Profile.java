package wenmai.cli;

import java.util.ArrayList;
import java.util.List;
import wenmai.message.BadInput;
import wenmai.tensor.Device;
import wenmai.tensor.Precision;
import wenmai.tensor.ProfiledDevice;
import wenmai.tensor.ProfiledDevice.Operation;
import wenmai.train.ProcessMemory;
import wenmai.train.Roofline;

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

  /// @throws BadInput where operations are not done when they return
  static void require(String device) {
    if (Device.isGpu(device)) {
      throw new BadInput("--profile times operations until they return, and %s only takes orders then; profile device torch or jvm, or run"
          + " NVIDIA's nsys", "--profile 对每个操作计时到它返回为止，而 %s 此时只是接受了任务；请在设备 torch 或 jvm 上使用，或用 NVIDIA 的 nsys", device);
    }
  }

  /// @param steps     since the device last forgot
  /// @param precision of their products
  void print(int steps, long parameters, Precision precision) {
    console.table(times(steps));
    roofline(steps, precision);
    console.print("");
    console.table(memory(4 * parameters));
  }

  private List<List<String>> times(int steps) {
    double all = device.seconds();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(console.text("operation", "操作"), console.text("ms a step", "毫秒/步"), console.text("share", "占比"),
        console.text("calls a step", "次/步"), "GFLOP/s", "GB/s"));
    double listed = 0;
    for (var o : device.operations()) {
      if (o.seconds() >= LEAST * all) {
        rows.add(row(o.name(), o.seconds(), all, steps, "%,.1f".formatted((double) o.calls() / steps), rate(o.flops(), o), rate(o.bytes(), o)));
        listed += o.seconds();
      }
    }
    rows.add(row(console.text("the rest: small operations, data, tape", "其余：零星操作、数据、求导记录"), all - listed, all, steps, "", "", ""));
    rows.add(row(console.text("in all", "合计"), all, all, steps, "", "", ""));
    return rows;
  }

  private void roofline(int steps, Precision precision) {
    double all = device.seconds();   // before the machine is measured
    var least = Roofline.of(device, precision, device.operations());
    console.print(console.text("roofline: %.1f ms, %.0f %% of the step (products at %.0f GFLOP/s, attention as it is, the rest at %.1f GB/s)",
        "屋顶线：%.1f 毫秒，为一步的 %.0f %%（乘积按 %.0f GFLOP/s，注意力按实测，其余按 %.1f GB/s）", 1e3 * least.seconds() / steps,
        100 * least.seconds() / all, least.flops() / 1e9, least.bytes() / 1e9));
  }

  private static List<String> row(String name, double seconds, double all, int steps, String calls, String flops, String bytes) {
    return List.of(name, "%,.2f".formatted(1e3 * seconds / steps), "%.1f %%".formatted(100 * seconds / all), calls, flops, bytes);
  }

  private static String rate(double amount, Operation o) {
    return amount == 0 ? "" : "%,.1f".formatted(amount / o.seconds() / 1e9);
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
