package wenmai.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;
import wenmai.files.Json;
import wenmai.files.Recipes;
import wenmai.train.Footprint;
import wenmai.train.Forecast;

/// What a recipe will need of memory and time, before anything of it runs.
@Command(name = "plan")
final class Plan implements Verb {
  @Parameters(index = "0", paramLabel = "RECIPE")
  private Path recipe = Path.of("");

  @Parameters(index = "1..*", paramLabel = "KEY=VALUE", arity = "0..*")
  private List<String> overrides = new ArrayList<>();

  @Override
  public void run(Console console, Interrupts interrupts) {
    var read = Recipes.read(recipe, overrides, wenmai.train.Pretrain.class);
    var forecast = Forecast.of(read);
    if (console.json()) {
      console.printJson(((ObjectNode) Json.tree(forecast)).put("precision", precision(forecast)));
    } else {
      console.table(rows(forecast, console));
      if (forecast.room().isPresent() && !forecast.room().get().fits()) {
        console.print(console.text("What would fit: ", "放得下的改法：") + Forecast.remedies(read).in(console.lang()));
      }
    }
  }

  static List<List<String>> rows(Forecast f, Console console) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(console.text("plan", "计划"), ""));
    rows.add(List.of(console.text("parameters", "参数"), "%,d".formatted(f.footprint().parameters())));
    memory(f, rows, console);
    rows.add(List.of(console.text("recomputed blocks", "重新计算的块"), String.valueOf(f.recomputed())));
    rows.add(List.of(console.text("products in", "乘积精度"), precision(f)));
    f.room().ifPresent(room -> rows.add(List.of(console.text("longest context in it", "放得下的最长上下文"),
        room.longestContext() == 0 ? console.text("none", "没有") : console.text("%,d tokens", "%,d 个词元", room.longestContext()))));
    time(f, rows, console);
    return rows;
  }

  private static void time(Forecast f, List<List<String>> rows, Console console) {
    if (f.hours().isEmpty()) {
      rows.add(List.of(console.text("speed and time", "速度与用时"), console.text("not measured, for want of memory", "内存不足，未测量")));
      return;
    }
    double hours = f.hours().getAsDouble();
    rows.add(List.of(console.text("speed", "速度"), console.text("%,.0f tokens/s", "每秒 %,.0f 个词元", f.tokensPerSecond().orElseThrow())));
    rows.add(List.of(console.text("time", "用时"), hours < 1 ? console.text("%.1f minutes", "%.1f 分钟", 60 * hours) : console.text("%.1f hours", "%.1f 小时", hours)));
  }

  private static String precision(Forecast f) {
    return f.precision().lower();
  }

  private static void memory(Forecast forecast, List<List<String>> rows, Console console) {
    var f = forecast.footprint();
    rows.add(List.of(console.text("weights", "权重"), gigabytes(f.weights())));
    rows.add(List.of(console.text("optimizer", "优化器"), gigabytes(f.optimizer())));
    rows.add(List.of(console.text("gradients", "梯度"), gigabytes(f.gradients())));
    rows.add(List.of(console.text("activations", "激活值"), gigabytes(f.activations())));
    rows.add(List.of(console.text("loss head", "损失头"), gigabytes(f.head())));
    if (forecast.room().isPresent()) {   // what is not on a GPU
      rows.add(List.of(console.text("kept for reuse", "留待再用"), gigabytes(f.kept())));
      rows.add(List.of("Java", gigabytes(f.java())));
    }
    rows.add(List.of(console.text("memory in all", "内存合计"), all(forecast, console)));
  }

  private static String all(Forecast f, Console console) {
    var bytes = gigabytes(f.totalBytes());
    if (f.room().isEmpty()) {
      return console.text("%s on the GPU, whose memory is not known here", "GPU 上 %s，其显存大小在此未知", bytes);
    }
    var room = f.room().get();
    return room.fits() ? console.text("%s of %s", "%s，可用 %s", bytes, gigabytes(room.memory()))
        : console.text("%s, more than the %s allowed", "%s，超过可用的 %s", bytes, gigabytes(room.memory()));
  }

  private static String gigabytes(long bytes) {
    return "%.2f GB".formatted(bytes / 1e9);
  }
}
