package wenmai.train;

import java.util.ArrayList;
import wenmai.files.TokenFile;
import wenmai.model.CausalModel;
import wenmai.model.Pass;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tensor;

/// What training makes small, of the next token or of a yes or no.
public final class Loss {
  private static final Seed ALWAYS = new Seed(0);

  private Loss() {}

  /// The mean over the targets of a batch.
  public static Tensor nextToken(CausalModel decoder, Batches batch, Pass pass) {
    return of(new Learner.Causal(decoder), Exercise.of(batch), pass, LossTerms.DEFAULTS, 1);
  }

  /// scale · the mean over the targets of an exercise.
  static Tensor of(Learner learner, Exercise exercise, Pass pass, LossTerms terms, double scale) {
    return terms.of(learner.model(), learner.hidden(exercise, pass), exercise.text().targets(), scale, pass.precision());
  }

  /// Binary cross-entropy of scores [B,1] before the sigmoid, mean over the batch; a label is 1 (yes) or 0 (no). It is
  /// the cross-entropy of two scores, of which that of "no" is 0: softmax(0, s) = (1 − σ(s), σ(s)). So it stays exact
  /// where σ(s) itself would round to 0 or 1.
  public static Tensor binary(Tensor scores, int... labels) {
    var device = scores.device();
    var both = scores.mul(device.of(new float[] {0, 1}, 2));                          // [B,2]
    return both.crossEntropy(device.of(labels, labels.length));
  }

  /// A mean and over how many targets it was taken.
  public record Mean(double loss, long targets) {

    /// Over the targets of both.
    Mean plus(Mean other) {
      long all = targets + other.targets;
      return new Mean(loss + (other.loss - loss) * other.targets / all, all);
    }
  }

  /// Over a whole file, in windows of `length`: of every token but the first once, or of those that a learner is asked
  /// about, which are always the same.
  static Mean whole(Learner learner, TokenFile tokens, int rows, int length) {
    var means = new ArrayList<Mean>();
    Batches.inOrder(tokens, rows, length, batch -> {
      var exercise = learner.exercise(batch, ALWAYS.at(means.size()));
      double loss = Scope.run(() -> of(learner, exercise, Pass.WHOLE, LossTerms.DEFAULTS, 1).item());
      means.add(new Mean(loss, exercise.text().counted()));
    });
    long targets = means.stream().mapToLong(Mean::targets).sum();
    return new Mean(means.stream().mapToDouble(mean -> mean.loss * mean.targets).sum() / targets, targets);
  }
}
