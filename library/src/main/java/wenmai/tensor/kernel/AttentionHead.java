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

  /// Which probabilities fall: a function of (head, query, key) alone, so that the backward pass drops the same.
  ///
  /// @param seed  of the head
  /// @param limit of 24 random bits, below which a probability falls; 0 drops none
  public record Drop(int seed, int limit) {
    public static final Drop NONE = new Drop(0, 0);

    /// What remains of a probability: 1 / (1 − rate).
    float kept() {
      return (float) (1 / (1 - limit / (double) (1 << 24)));
    }

    int querySeed(int query) {
      return mix(seed + query * 0x9e3779b9);
    }

    boolean falls(int querySeed, int key) {
      return mix(querySeed + key * 0x85ebca6b) >>> 8 < limit;
    }

    /// The finish of MurmurHash3 (Appleby 2011): every bit of the input turns about half of the output's.
    private static int mix(int x) {
      int h = (x ^ x >>> 16) * 0x85ebca6b;
      h = (h ^ h >>> 13) * 0xc2b2ae35;
      return h ^ h >>> 16;
    }
  }

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
