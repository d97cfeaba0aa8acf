package wenmai.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import wenmai.files.SafeTensors;
import wenmai.message.Message;
import wenmai.tensor.Tensor;

/// The weights of a run's least validation loss, in `OUT/best.safetensors` beside the loss and its step. A run that goes on
/// from an older checkpoint finds the best of its own future there, which it will meet again.
final class Best {
  static final String FILE = "best.safetensors";

  private final Path file;
  private int step;
  private Loss.Mean validation = new Loss.Mean(Double.POSITIVE_INFINITY, 0);

  /// @param step after which the run goes on; at 0 what lies there is another run's
  Best(Path out, int step) {
    file = out.resolve(FILE);
    if (step > 0 && Files.exists(file)) {
      try (var stored = SafeTensors.open(file)) {
        this.step = Integer.parseInt(stored.metadata().get("step"));
        validation = new Loss.Mean(Double.parseDouble(stored.metadata().get("loss")), Long.parseLong(stored.metadata().get("targets")));
      }
    }
  }

  /// Keeps weights that are better than all before.
  void offer(int after, Loss.Mean loss, SequencedMap<String, Tensor> weights) {
    if (loss.loss() < validation.loss()) {
      step = after;
      validation = loss;
      SafeTensors.write(file, Map.of("step", String.valueOf(after), "loss", String.valueOf(loss.loss()), "targets", String.valueOf(loss.targets())),
          TrainingState.stored(weights));
    }
  }

  /// Is there one? None, where no loss was a number.
  boolean isThere() {
    return step > 0;
  }

  /// Puts the best weights in the place of the last ones.
  ///
  /// @return their validation loss
  Loss.Mean restore(SequencedMap<String, Tensor> weights, Observer observer) {
    TrainingState.load(file, weights);
    observer.say(Message.of("the least validation loss is %.4f, after step %,d; the model has those weights (keepBest)",
        "最低的验证损失是第 %2$,d 步后的 %1$.4f；模型取那时的权重（keepBest）", validation.loss(), step));
    return validation;
  }
}
