package wenmai.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import wenmai.files.Recipes;
import wenmai.message.Message;
import wenmai.train.Observer;
import wenmai.train.Trainer;

/// Trains a model from scratch, or goes on.
@Command(name = "pretrain")
final class Pretrain implements Verb {
  @Parameters(index = "0", paramLabel = "RECIPE")
  private Path recipe = Path.of("");

  @Parameters(index = "1..*", paramLabel = "KEY=VALUE", arity = "0..*")
  private List<String> overrides = new ArrayList<>();

  @Override
  public void run(Console console, Interrupts interrupts) {
    var read = Recipes.read(recipe, overrides, wenmai.train.Pretrain.class);
    try (var progress = new TrainingProgress(console, read.steps())) {
      var result = Trainer.run(read, progress, interrupts::requested);
      progress.close();
      if (console.json()) {
        console.printJson(result);
      } else if (!result.stopped()) {
        console.print(console.text("validation loss %.4f over %,d tokens, %.3f bits per byte; the model is in %s",
            "验证损失 %.4f（%,d 个词元），每字节 %.3f 比特；模型在 %s", result.validation().loss(), result.validation().targets(),
            result.bitsPerByte(), result.model()));
      }
    }
  }

  /// A run on the terminal: a bar with loss and tokens a second, and what is worth a line of its own.
  static final class TrainingProgress implements Observer, AutoCloseable {
    private final Console console;
    private final int steps;
    private ProgressBar bar;
    private double smooth = Double.NaN;

    TrainingProgress(Console console, int steps) {
      this.console = console;
      this.steps = steps;
      bar = bar(0);
    }

    private ProgressBar bar(int done) {
      return new ProgressBar(console, new Message("training", "训练"), done, steps);
    }

    @Override
    public void step(Step step) {
      if (Double.isNaN(smooth)) {
        bar = bar(step.step() - 1);
        smooth = step.loss();
      }
      smooth = 0.9 * smooth + 0.1 * step.loss();
      bar.at(step.step(), String.format(Locale.ROOT, "%s %.3f  %,.0f %s", console.text("loss", "损失"), smooth,
          step.tokensPerSecond(), console.text("tokens/s", "词元/秒")));
    }

    @Override
    public void evaluation(int step, double loss) {
      say(Message.of("step %,d: validation loss %.4f", "第 %,d 步：验证损失 %.4f", step, loss));
    }

    @Override
    public void sample(Sample sample) {
      say(Message.of("step %,d writes: %s", "第 %,d 步的习作：%s", sample.step(), sample.text()));
    }

    @Override
    public void say(Message message) {
      console.say(message);
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
