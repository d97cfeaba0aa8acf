import java.lang.management.ManagementFactory;
import java.nio.file.*;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import wenmai.evaluate.LineChart;
import wenmai.files.Recipes;
import wenmai.files.TokenFile;
import wenmai.message.Message;
import wenmai.model.CausalModel;
import wenmai.model.Pass;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.*;
import wenmai.train.*;

/// Recurrence and attention against length: an LSTM and Wenmai's decoder of about as many parameters learn from as many
/// tokens, 2,048 a step, in windows of 64 to 1,024. One picture: the loss over the whole validation split and the time of
/// a training token against the length, and the loss against the place in the longest window, that is, against how much
/// the model had read. The time is that of the processor on the training thread, median of all steps, so that other load
/// counts little.
///
///     ./wenmai java benchmarks/Recurrence.java tinyshakespeare.txt recurrence.svg [TOKENS]
record Kind(Message name, String shape, double rate) {}

record Run(int context, double loss, double micros, long parameters, double[] byPlace) {}

final int step = 2048;
final List<Integer> contexts = List.of(64, 128, 256, 512, 1024);
/// Rates: the better of 3e-3 and 6e-3 at 64.
final List<Kind> kinds = List.of(new Kind(new Message("LSTM 2 × 224", "LSTM 2 × 224"), "kind: lstm, layers: 2, width: 224", 6e-3),
    new Kind(new Message("attention 4 × 128", "注意力 4 × 128"), "kind: llama, layers: 4, width: 128, heads: 4", 3e-3));

Run run(String text, long tokens, Kind kind, int context) throws IOException {
  var out = Files.createTempDirectory("recurrence");
  long steps = tokens / step;
  var recipe = Recipes.read(Path.of("recipes/shakespeare-char.yaml"), List.of("data=[" + text + "]", "out=" + out,
      "model={" + kind.shape() + ", context: " + context + "}", "batch=" + step / context, "steps=" + steps, "optimizer.rate=" + kind.rate(),
      "optimizer.warmup=" + steps / 10, "evaluateEvery=0", "checkpointEvery=0", "sampleEvery=0"), Pretrain.class);
  var times = new ArrayList<Long>();
  var result = Trainer.run(recipe, new Observer() {
    @Override
    public void step(Step made) {
      times.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }
  }, () -> false);
  var each = new double[times.size() - 1];
  Arrays.setAll(each, i -> (times.get(i + 1) - times.get(i)) / 1e3 / step);
  Arrays.sort(each);
  try (var model = LanguageModel.open(result.model(), Device.jvm()); var held = TokenFile.open(out.resolve("data/validation.tokens"))) {
    return new Run(context, result.validation().loss(), each[each.length / 2], result.parameters(), byPlace(model.decoder(), held, context));
  }
}

/// The mean loss at each place of whole windows.
double[] byPlace(CausalModel model, TokenFile tokens, int context) {
  var sums = new double[context];
  var windows = new int[1];
  Batches.inOrder(tokens, step / context, context, batch -> {
    if (batch.length() == context) {
      var p = Scope.run(() -> {
        var ids = model.device().of(batch.ids(), batch.rows(), context);
        return model.logits(model.hidden(ids, Pass.WHOLE)).softmax().floats();
      });
      int vocabulary = p.length / batch.ids().length;
      for (int i = 0; i < batch.ids().length; i++) {
        sums[i % context] -= Math.log(p[i * vocabulary + batch.targets()[i]]);
      }
      windows[0] += batch.rows();
    }
  });
  return Arrays.stream(sums).map(sum -> sum / windows[0]).toArray();
}

/// Means over the places 1, 2, 3 to 4, 5 to 8 …
List<LineChart.Place> doubling(double[] byPlace) {
  var places = new ArrayList<LineChart.Place>();
  for (int from = 0, to = 1; to <= byPlace.length; from = to, to *= 2) {
    places.add(new LineChart.Place(to, Arrays.stream(byPlace, from, to).average().orElseThrow()));
  }
  return places;
}

void main(String[] args) throws IOException {
  long tokens = args.length > 2 ? Long.parseLong(args[2]) : 4_096_000;
  var runs = new ArrayList<List<Run>>();
  for (var kind : kinds) {
    runs.add(new ArrayList<>());
    for (int context : contexts) {
      var run = run(args[0], tokens, kind, context);
      runs.getLast().add(run);
      IO.println("%-20s %,d parameters, context %5d: validation loss %.4f, %6.1f µs a token".formatted(kind.name().en(), run.parameters(), context,
          run.loss(), run.micros()));
    }
    IO.println("  by place of " + contexts.getLast() + ": " + doubling(runs.getLast().getLast().byPlace()).stream()
        .map(p -> "%d %.3f".formatted(p.length(), p.value())).toList());
  }
  var length = new Message("context, characters", "上下文（字符）");
  var chart = new LineChart(kinds.stream().map(Kind::name).toList(), List.of(
      new LineChart.Panel(new Message("validation loss", "验证损失"), length, false,
          runs.stream().map(of -> of.stream().map(r -> new LineChart.Place(r.context(), r.loss())).toList()).toList()),
      new LineChart.Panel(new Message("µs a training token", "每训练词元微秒"), length, true,
          runs.stream().map(of -> of.stream().map(r -> new LineChart.Place(r.context(), r.micros())).toList()).toList()),
      new LineChart.Panel(new Message("loss by place in a window", "窗口内各位置的损失"), new Message("place", "位置"), false,
          runs.stream().map(of -> doubling(of.getLast().byPlace())).toList())));
  Files.writeString(Path.of(args[1]), chart.svg());
}
