package wenmai.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import wenmai.message.Message;
import wenmai.train.Observer;

/// A run on the terminal: a bar with loss and tokens a second, and what is worth a line of its own.
final class TrainingProgress implements Observer, AutoCloseable {
  private final Console console;
  private @Nullable ProgressBar bar;
  private double smooth;

  TrainingProgress(Console console) {
    this.console = console;
  }

  @Override
  public void step(Step step) {
    if (bar == null) {
      bar = new ProgressBar(console, new Message("training", "训练"), step.step() - 1, step.steps());
      smooth = Double.isFinite(step.loss()) ? step.loss() : 0;
    }
    smooth = Double.isFinite(step.loss()) ? 0.9 * smooth + 0.1 * step.loss() : smooth;   // a skipped step has none
    bar.at(step.step(), String.format(Locale.ROOT, "%s %.3f  %s %.2f  %,.0f %s  %,.0f GFLOP/s (%.0f %%)",
        console.text("loss", "损失"), smooth, console.text("gradient", "梯度"), step.gradientNorm(), step.tokensPerSecond(),
        console.text("tokens/s", "词元/秒"), step.flopsPerSecond() / 1e9, 100 * step.peakShare()));
    if (step.step() == step.steps()) {
      close();
    }
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
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
