package wenmai.embed;

import wenmai.tensor.Seed;
import wenmai.tensor.kernel.Kernels;

/// GloVe's step on a word and one of its context, by AdaGrad on f (wᵢ · w̃ⱼ + bᵢ + b̃ⱼ − log Xᵢⱼ)² / 2.
///
/// The biases stand behind the vectors, so that one product holds all: (w, b, 1) · (w̃, 1, b̃) = w · w̃ + b + b̃. Squares of
/// gradients are summed beside each number, beginning with 1/rate², which makes the first step `rate` times the gradient; those of
/// biases begin with 1, for the rate of GloVe's program is not for them. As there, a gradient counts from the next step on. What is to
/// stay 1 has an infinite sum.
///
/// Other threads may change the rows meanwhile (Recht 2011).
final class BilinearStep implements PairTraining.Step {
  private static final Kernels KERNELS = Kernels.BEST;
  private static final int WHOLE = 16;   // numbers of the widest vector

  private final int words;
  private final int dimensions;
  private final int width;           // of a row, in whole vectors
  private final NativeMatrix rows;   // of words, then of contexts                    // [2V,D+2]
  private final NativeMatrix sums;                                                    // [2V,D+2]

  BilinearStep(int dimensions, double rate, Seed seed, int words) {
    this.words = words;
    this.dimensions = dimensions;
    width = Math.ceilDiv(dimensions + 2, WHOLE) * WHOLE;
    rows = new NativeMatrix(2L * words, dimensions + 2);
    rows.fill(seed.at("start").random(), -0.5f / dimensions, 0.5f / dimensions);
    sums = LogDotStep.sums(rows, rate);
    for (int row = 0; row < 2 * words; row++) {
      int one = row < words ? dimensions + 1 : dimensions;
      rows.set(row, one, 1);
      sums.set(row, one, Float.POSITIVE_INFINITY);
      sums.set(row, 2 * dimensions + 1 - one, 1);   // of the bias
    }
  }

  @Override
  public int orders() {
    return 2;
  }

  @Override
  public void learn(int word, int other, double count) {
    int context = words + other;
    long w = rows.address(word);
    long c = rows.address(context);
    double error = GloVe.weight(count) * (KERNELS.dot(w, c, width) - Math.log(count));
    KERNELS.adaGrad((float) error, w, sums.address(word), c, sums.address(context), width);
  }

  /// (w, b, 1) of all words, then (w̃, 1, b̃).
  NativeMatrix rows() {
    return rows;
  }

  /// w + w̃
  @Override
  public NativeMatrix vectors() {
    var vectors = new NativeMatrix(words, dimensions);
    for (int word = 0; word < words; word++) {
      for (int d = 0; d < dimensions; d++) {
        vectors.set(word, d, rows.get(word, d) + rows.get(words + word, d));
      }
    }
    return vectors;
  }
}
