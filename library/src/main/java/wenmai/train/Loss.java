package wenmai.train;

import wenmai.files.TokenFile;
import wenmai.model.Decoder;
import wenmai.model.Pass;
import wenmai.tensor.Scope;
import wenmai.tensor.Tensor;

/// Cross-entropy of the next token.
public final class Loss {
  private Loss() {}

  /// The mean over the targets of a batch.
  public static Tensor nextToken(Decoder decoder, Batches batch, Pass pass) {
    var device = decoder.device();
    var hidden = decoder.hidden(device.of(batch.ids(), batch.rows(), batch.length()), pass);            // [B,T,D]
    var logits = decoder.logits(hidden).reshape((long) batch.rows() * batch.length(), -1);              // [B·T,V]
    return logits.crossEntropy(device.of(batch.targets(), batch.targets().length));
  }

  /// A mean and over how many targets it was taken.
  public record Mean(double loss, long targets) {}

  /// Over a whole file, in windows of `length`, every token but the first once.
  public static Mean whole(Decoder decoder, TokenFile tokens, int rows, int length) {
    var sum = new double[1];
    long targets = tokens.size() - 1;
    Batches.inOrder(tokens, rows, length, batch ->
        sum[0] += batch.targets().length * Scope.run(() -> nextToken(decoder, batch, Pass.WHOLE).item()));
    return new Mean(sum[0] / targets, targets);
  }
}
