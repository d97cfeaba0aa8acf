package wenmai.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import wenmai.message.BadInput;
import wenmai.model.Layer;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;
import wenmai.tensor.Tensor;

/// Learning a yes or no from examples: in every epoch each example once, in a new order, a batch a step; Adam
/// (Kingma 2014) follows the gradient of the binary cross-entropy. Some examples may be held back and only measured, to
/// tell learning from learning by heart. Same seed, same result.
///
/// @param epochs          how often each example is learned from
/// @param batch           examples a step
/// @param rate            the learning rate; 0.001 in the paper
/// @param validationSplit share of the examples that is held back, drawn by the seed; 0 holds back none
public record Fit(int epochs, int batch, double rate, double validationSplit, Seed seed) {

  public Fit {
    if (epochs < 1 || batch < 1) {
      throw new BadInput("epochs (%d) and batch (%d) must be at least 1", "epochs（%d）和 batch（%d）必须至少为 1",
          epochs, batch);
    }
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new BadInput("validationSplit (%s) must be from 0 to below 1",
          "validationSplit（%s）必须大于等于 0 且小于 1", validationSplit);
    }
  }

  /// The mean loss, and the share of right answers.
  public record Score(double loss, double accuracy) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "loss %.4f  accuracy %.3f", loss, accuracy);
    }
  }

  /// How well it goes after an epoch, which count from 1.
  ///
  /// @param validation NaN where nothing is held back
  public record Epoch(int epoch, Score training, Score validation) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "epoch %3d  %s", epoch, training)
          + (Double.isNaN(validation.loss()) ? "" : "  | validation " + validation);
    }
  }

  /// Fits the weights of a model from ids [B,T] to a score [B,1], whose sigmoid is the probability of yes. Returns the
  /// history.
  public List<Epoch> run(Layer model, Weights weights, Labelled examples) {
    var rows = shuffled(IntStream.range(0, examples.size()).boxed().toList(), seed.at("split"));
    int held = (int) Math.round(validationSplit * rows.size());
    var training = rows.subList(held, rows.size());
    if (training.isEmpty()) {
      throw new BadInput("no example is left to learn from: %d in all, %d held back; hold back fewer",
          "没有留下可供学习的样本：共 %d 个，留出 %d 个；请少留出一些", rows.size(), held);
    }
    var learned = examples.pick(training);
    var validation = examples.pick(rows.subList(0, held));
    var history = new ArrayList<Epoch>();
    int step = 0;
    try (var adam = new Optimizer(weights.all(), Optimization.adam(rate))) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        for (var batch : batches(shuffled(training, seed.at("order").at(epoch)), examples)) {
          Tape.backward(() -> Loss.binary(scores(model, weights, batch), batch.labels()));
          adam.step(step++, rate, adam.gradientNorm());
        }
        history.add(new Epoch(epoch, score(model, weights, learned), score(model, weights, validation)));
      }
    }
    return history;
  }

  private static List<Integer> shuffled(List<Integer> rows, Seed seed) {
    var order = new ArrayList<>(rows);
    Collections.shuffle(order, seed.random());
    return order;
  }

  private List<Labelled> batches(List<Integer> rows, Labelled examples) {
    return rows.stream().gather(Gatherers.windowFixed(batch)).map(examples::pick).toList();
  }

  private static Tensor scores(Layer model, Weights weights, Labelled examples) {                       // [B,1]
    return model.apply(examples.texts().tensor(weights.device()), Pass.whole(examples.texts().mask()));
  }

  private static Score score(Layer model, Weights weights, Labelled examples) {
    if (examples.size() == 0) {
      return new Score(Double.NaN, Double.NaN);
    }
    return Scope.run(() -> {
      var scores = scores(model, weights, examples);
      var values = scores.floats();
      long right = IntStream.range(0, values.length).filter(i -> values[i] > 0 == examples.labels()[i] > 0).count();
      return new Score(Loss.binary(scores, examples.labels()).item(), (double) right / values.length);
    });
  }
}
