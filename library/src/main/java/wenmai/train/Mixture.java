package wenmai.train;

import java.util.ArrayList;
import java.util.List;

/// Several sources in one run, each with its weight. Which source a row comes from is not diced but dealt, as a line is drawn
/// on a grid of pixels (Bresenham 1965): of the first n rows ⌊n · p + ½⌋ come from the first source, and the others are dealt
/// among the rest likewise. So at every moment each share is right to within half a row for every source, and how many rows
/// a source gave before any row is known without counting.
record Mixture(List<Double> weights) {

  /// @param number how many rows of this source came before
  record Draw(int source, long number) {}

  Mixture {
    weights = List.copyOf(weights);
    if (weights.isEmpty() || weights.stream().anyMatch(w -> !(w > 0 && w < Double.POSITIVE_INFINITY))) {
      throw new IllegalArgumentException("weights " + weights);
    }
  }

  Draw at(long row) {
    long number = row;
    for (int source = 0; source < weights.size() - 1; source++) {
      long before = dealt(number, source);
      if (dealt(number + 1, source) > before) {
        return new Draw(source, before);
      }
      number -= before;
    }
    return new Draw(weights.size() - 1, number);
  }

  /// How many of the first `rows` come from each source.
  List<Long> counts(long rows) {
    var counts = new ArrayList<Long>();
    long left = rows;
    for (int source = 0; source < weights.size() - 1; source++) {
      counts.add(dealt(left, source));
      left -= counts.getLast();
    }
    counts.add(left);
    return counts;
  }

  /// ⌊n · p + ½⌋ = ⌊(⌊2n · p⌋ + 1) / 2⌋, exactly, where p is the source's share of its own weight and those after it, in 63
  /// bits.
  private long dealt(long n, int source) {
    double rest = weights.stream().skip(source).mapToDouble(Double::doubleValue).sum();
    return (Math.multiplyHigh(n << 2, (long) (weights.get(source) / rest * 0x1p63)) + 1) / 2;
  }
}
