package wenmai.tokenize;

import java.util.Arrays;

/// A binary heap of pairs: the highest count first, then the smallest pair. 16 bytes an entry.
final class PairQueue {
  private long[] counts = new long[1 << 10];
  private long[] pairs = new long[1 << 10];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  long count() {
    return counts[0];
  }

  long pair() {
    return pairs[0];
  }

  void push(long pair, long count) {
    if (size == pairs.length) {
      counts = Arrays.copyOf(counts, size + (size >> 1));
      pairs = Arrays.copyOf(pairs, size + (size >> 1));
    }
    int i = size++;
    for (int parent = i - 1 >> 1; i > 0 && first(pair, count, parent); parent = i - 1 >> 1) {
      move(parent, i);
      i = parent;
    }
    put(i, pair, count);
  }

  void pop() {
    size--;
    long pair = pairs[size];
    long count = counts[size];
    int i = 0;
    for (int child = 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && first(pairs[child + 1], counts[child + 1], child)) {
        child++;
      }
      if (first(pair, count, child)) {
        break;
      }
      move(child, i);
      i = child;
    }
    put(i, pair, count);
  }

  private boolean first(long pair, long count, int other) {
    return count != counts[other] ? count > counts[other] : pair < pairs[other];
  }

  private void move(int from, int to) {
    put(to, pairs[from], counts[from]);
  }

  private void put(int i, long pair, long count) {
    pairs[i] = pair;
    counts[i] = count;
  }
}
