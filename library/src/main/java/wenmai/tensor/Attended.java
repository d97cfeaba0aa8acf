package wenmai.tensor;

import java.util.List;

/// What attention gives back: the mixed values [B,N,T,H] and the logarithm of each query's softmax denominator [B,N,T],
/// with which parts over different keys can be merged.
public record Attended(Tensor out, Tensor logSumExp) implements Scope.Bundle {
  /// Pieces of work that the backward pass should have, of heads or parts of their keys, each of at least so many keys.
  private static final int PIECES = 4;
  private static final int LEAST_KEYS = 1024;

  /// Parts of the keys that the backward pass takes by themselves where heads are few. Each holds a gradient of all queries.
  public static int parts(long heads, long keys) {
    return Math.clamp(keys / LEAST_KEYS, 1, (int) Math.ceilDiv(PIECES, heads));
  }

  @Override
  public List<Tensor> tensors() {
    return List.of(out, logSumExp);
  }
}
