package wenmai.tokenize;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Choosing by value.
final class Largest {
  private Largest() {}

  /// The places of the `limit` largest values, in ascending order; of equal values the first ones.
  static int[] of(double[] values, int limit) {
    if (limit >= values.length) {
      return IntStream.range(0, values.length).toArray();
    }
    double[] sorted = values.clone();
    Arrays.parallelSort(sorted);
    double least = limit == 0 ? Double.POSITIVE_INFINITY : sorted[values.length - limit];
    int larger = (int) Arrays.stream(values).filter(value -> value > least).count();
    int[] places = new int[limit];
    int n = 0;
    int ties = limit - larger;
    for (int i = 0; i < values.length; i++) {
      if (values[i] > least || values[i] == least && ties-- > 0) {
        places[n++] = i;
      }
    }
    return places;
  }
}
