package wenmai.embed;

import wenmai.tensor.Seed;
import wenmai.tensor.kernel.Kernels;

/// A step on a pair of words by AdaGrad on f (max(0, log s) − max(0, log X))² / 2 with s = wᵢ · wⱼ + b: counts of pairs as a
/// formula of one vector a word. Its slope by s is f (log s − max(0, log X)) / s where s > 1, and 0 elsewhere.
///
/// So the product has to grow like a count, where GloVe's ([BilinearStep]) grows like its logarithm; and a pair whose s has
/// fallen below 1 learns no more.
final class LogDotStep implements PairTraining.Step {
  private static final Kernels KERNELS = Kernels.BEST;

  private final NativeMatrix rows;                                                    // [V,D]
  private final NativeMatrix sums;   // of squares of gradients                       // [V,D]
  private float bias = 1;
  private float biasSum;

  LogDotStep(int dimensions, double rate, Seed seed, int words) {
    rows = new NativeMatrix(words, dimensions);
    rows.fill(seed.at("start").random(), 0, 2 / (float) Math.sqrt(dimensions));   // none below 0, so that all pairs begin near s = 2
    sums = sums(rows, rate);
    biasSum = sums.get(0, 0);
  }

  /// Beside each number, 1/rate²: then the first step is `rate` times the gradient.
  static NativeMatrix sums(NativeMatrix rows, double rate) {
    var sums = new NativeMatrix(rows.count(), rows.stride());
    float first = (float) (1 / (rate * rate));
    for (long row = 0; row < rows.count(); row++) {
      for (int column = 0; column < rows.stride(); column++) {
        sums.set(row, column, first);
      }
    }
    return sums;
  }

  /// Which are the same to it.
  @Override
  public int orders() {
    return 1;
  }

  /// A word beside itself tells nothing of another.
  @Override
  public void learn(int word, int other, double count) {
    long w = rows.address(word);
    long c = rows.address(other);
    float slope = (float) slope(KERNELS.dot(w, c, rows.stride()) + bias, count);
    if (word != other && slope != 0) {
      KERNELS.adaGrad(slope, w, sums.address(word), c, sums.address(other), rows.stride());
      bias -= slope / (float) Math.sqrt(biasSum);
      biasSum += slope * slope;
    }
  }

  private static double slope(double s, double count) {
    return s > 1 ? GloVe.weight(count) * (Math.log(s) - Math.max(0, Math.log(count))) / s : 0;
  }

  /// Their own, not a copy.
  @Override
  public NativeMatrix vectors() {
    return rows;
  }

  float bias() {
    return bias;
  }
}
