package wenmai.tensor.kernel;

import wenmai.tensor.Mask;
import wenmai.tensor.Precision;
import wenmai.tensor.kernel.Kernels.Matrix;

/// One head of attention: queries q [T,H] over keys k and values v [S,H], and what each query sees of them.
///
/// @param row     of the batch, for the mask
/// @param scale   1 / √H
/// @param bias    address of the head's scores [T,S] to add, in row order; 0 for none
/// @param dropout of the probabilities
public record AttentionHead(Matrix q, Matrix k, Matrix v, int queries, int keys, int width, float scale, Mask mask, int row,
    long bias, Drop dropout, Precision precision) {

  int from(int query) {
    return mask.from(row, query, queries, keys);
  }

  int to(int query) {
    return mask.to(row, query, queries, keys);
  }

  boolean sees(int query, int key) {
    return key < to(query) && (key >= from(query) || key < mask.sinks());
  }

  /// q · scale, as the scores need it, and the weights of the same place in the gradients: out [T,H], its gradient g, and
  /// where the gradients of q (put), k and v (added) go; the bias's gradient is added at `gBias`, an address like `bias`.
  ///
  /// @param logSumExp address of [T]
  public record Gradients(Matrix out, long logSumExp, Matrix g, Matrix gq, Matrix gk, Matrix gv, long gBias) {}
}
