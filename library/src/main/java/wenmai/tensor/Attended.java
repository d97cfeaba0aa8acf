package wenmai.tensor;

import java.util.List;

/// What attention gives back: the mixed values [B,N,T,H] and the logarithm of each query's softmax denominator [B,N,T],
/// with which parts over different keys can be merged.
public record Attended(Tensor out, Tensor logSumExp) implements Scope.Bundle {
  @Override
  public List<Tensor> tensors() {
    return List.of(out, logSumExp);
  }
}
