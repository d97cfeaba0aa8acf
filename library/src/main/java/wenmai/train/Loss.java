package wenmai.train;

import wenmai.files.TokenFile;
import wenmai.model.Decoder;
import wenmai.model.Pass;
import wenmai.tensor.Scope;
import wenmai.tensor.Tensor;

/// What training makes small, of the next token or of a yes or no.
public final class Loss {
  private Loss() {}

  /// The mean over the targets of a batch.
  public static Tensor nextToken(Decoder decoder, Batches batch, Pass pass) {
    return nextToken(decoder, batch, pass, LossTerms.DEFAULTS, 1);
  }

  /// scale · the mean over the targets of a batch.
  static Tensor nextToken(Decoder decoder, Batches batch, Pass pass, LossTerms terms, double scale) {
    var ids = decoder.device().of(batch.ids(), batch.rows(), batch.length());        // [B,T]
    return terms.of(decoder, decoder.hidden(ids, pass), batch.targets(), scale);
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

  /// Over a whole file, in windows of `length`, every token but the first once.
  public static Mean whole(Decoder decoder, TokenFile tokens, int rows, int length) {
    var sum = new double[1];
    long targets = tokens.size() - 1;
    Batches.inOrder(tokens, rows, length, batch ->
        sum[0] += batch.targets().length * Scope.run(() -> nextToken(decoder, batch, Pass.WHOLE).item()));
    return new Mean(sum[0] / targets, targets);
  }
}
