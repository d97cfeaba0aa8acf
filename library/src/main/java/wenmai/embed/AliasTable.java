package wenmai.embed;

import java.util.SplittableRandom;

/// Draws one of n numbers by their weights in constant time: each of n columns of equal area holds a part of one number's
/// weight, and above it a part of another's (Walker 1977; built as by Vose 1991). 8 bytes a number, beside each other.
final class AliasTable {
  private static final double WHOLE = 1L << 31;

  private final int n;
  private final int[] columns;   // the border of the two, of 2³¹, and who stands above

  AliasTable(double[] weights) {
    n = weights.length;
    columns = new int[2 * n];
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    var height = new double[n];
    var low = new int[n];   // stacks of the columns below and above 1
    var high = new int[n];
    int lows = 0;
    int highs = 0;
    for (int i = 0; i < n; i++) {
      height[i] = weights[i] * n / total;
      if (height[i] < 1) {
        low[lows++] = i;
      } else {
        high[highs++] = i;
      }
    }
    while (lows > 0 && highs > 0) {
      int small = low[--lows];
      int large = high[highs - 1];
      set(small, height[small], large);
      height[large] -= 1 - height[small];
      if (height[large] < 1) {
        highs--;
        low[lows++] = large;
      }
    }
    while (highs > 0) {
      set(high[--highs], 1, high[highs]);
    }
    while (lows > 0) {   // by rounding
      set(low[--lows], 1, low[lows]);
    }
  }

  private void set(int column, double border, int above) {
    columns[2 * column] = (int) Math.min(Integer.MAX_VALUE, border * WHOLE);
    columns[2 * column + 1] = above;
  }

  int draw(SplittableRandom random) {
    long bits = random.nextLong();
    int column = (int) ((bits >>> 32) * n >>> 32);
    return ((int) bits & Integer.MAX_VALUE) < columns[2 * column] ? column : columns[2 * column + 1];
  }
}
