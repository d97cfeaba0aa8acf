package wenmai.embed;

import java.util.Comparator;
import java.util.stream.IntStream;

/// How far two rows of numbers agree in their order: Pearson's correlation of ranks, where equal numbers share the mean of
/// their ranks (Spearman 1904).
final class Spearman {
  private Spearman() {}

  /// From −1 to 1; 0 where one of the rows has no order.
  static double correlation(double[] x, double[] y) {
    return pearson(ranks(x), ranks(y));
  }

  static double[] ranks(double[] values) {
    int[] order = IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(i -> values[i])).mapToInt(i -> i).toArray();
    var ranks = new double[values.length];
    for (int from = 0, end; from < order.length; from = end) {
      for (end = from; end < order.length && values[order[end]] == values[order[from]]; end++) {
        continue;
      }
      for (int i = from; i < end; i++) {
        ranks[order[i]] = (from + 1 + end) / 2.0;
      }
    }
    return ranks;
  }

  private static double pearson(double[] x, double[] y) {
    double mean = (x.length + 1) / 2.0;   // of all ranks
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
    return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
  }
}
