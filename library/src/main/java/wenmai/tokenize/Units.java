package wenmai.tokenize;

import java.util.Arrays;

/// What merges begin with, bytes or characters, as the parts of the text that they are in.
final class Units {
  private int[] starts;
  private int[] ends;
  private int size;

  Units(int room) {
    starts = new int[room];
    ends = new int[room];
  }

  /// So many units of `text[start, end)`.
  void add(int start, int end, int times) {
    if (size + times > starts.length) {
      starts = Arrays.copyOf(starts, 2 * size + times);
      ends = Arrays.copyOf(ends, starts.length);
    }
    Arrays.fill(starts, size, size + times, start);
    Arrays.fill(ends, size, size + times, end);
    size += times;
  }

  /// The last one goes on to here.
  void stretch(int end) {
    ends[size - 1] = end;
  }

  int start(int unit) {
    return starts[unit];
  }

  int end(int unit) {
    return ends[unit];
  }
}
