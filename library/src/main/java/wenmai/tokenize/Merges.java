package wenmai.tokenize;

import java.util.Arrays;
import wenmai.message.BadInput;

/// Byte-pair merges at work (Sennrich 2016, algorithm 1): among all neighbouring pairs, the one of the lowest rank
/// becomes one token, the leftmost such pair first, until no pair is known.
final class Merges {
  private static final int SHORT = 24;
  private final Pairs merges;
  private final int[] ranks;
  private final int[] results;

  /// Each pair stands once; `results` are the tokens they become.
  Merges(Ranked ranked, int[] results) {
    long[] pairs = ranked.pairs();
    this.merges = new Pairs(pairs.length);
    this.ranks = ranked.ranks();
    this.results = results;
    for (int i = 0; i < pairs.length; i++) {
      if (merges.add(pairs[i]) != i) {
        throw new BadInput("merge %d joins the tokens %d and %d, which an earlier one joins: is this tokenizer whole?",
            "第 %d 条合并连接词元 %d 与 %d，前面已有同样的合并：这个分词器完整吗？", i, Pairs.left(pairs[i]), Pairs.right(pairs[i]));
      }
    }
  }

  /// Merges the first `n` tokens in place and returns how many are left. A few tokens are searched again and again,
  /// which is quadratic but quick; many go through a heap, in n log n.
  int apply(int[] tokens, int n) {
    return n <= SHORT ? search(tokens, n) : queue(tokens, n);
  }

  int search(int[] tokens, int n) {
    while (n > 1) {
      int best = -1;
      int at = 0;
      for (int i = 0; i + 1 < n; i++) {
        int merge = merge(tokens[i], tokens[i + 1]);
        if (merge >= 0 && (best < 0 || ranks[merge] < ranks[best])) {
          best = merge;
          at = i;
        }
      }
      if (best < 0) {
        break;
      }
      tokens[at] = results[best];
      n--;
      System.arraycopy(tokens, at + 2, tokens, at + 1, n - at - 1);
    }
    return n;
  }

  int queue(int[] tokens, int n) {
    int[] next = new int[n + 1];
    int[] previous = new int[n + 1];
    var heap = new LongHeap(n);
    for (int i = 0; i < n; i++) {
      next[i] = i + 1;
      previous[i + 1] = i;
    }
    for (int i = 0; i + 1 < n; i++) {
      propose(heap, tokens, i, i + 1);
    }
    while (!heap.isEmpty()) {
      long first = heap.pop();
      int i = (int) first;
      int j = next[i];
      int merge = tokens[i] < 0 || j == n ? -1 : merge(tokens[i], tokens[j]);
      if (merge < 0 || ranks[merge] != first >>> 32) {
        continue;
      }
      tokens[i] = results[merge];
      tokens[j] = -1;
      next[i] = next[j];
      previous[next[j]] = i;
      if (i > 0) {
        propose(heap, tokens, previous[i], i);
      }
      if (next[i] < n) {
        propose(heap, tokens, i, next[i]);
      }
    }
    int left = 0;
    for (int i = 0; i < n; i = next[i]) {
      tokens[left++] = tokens[i];
    }
    return left;
  }

  private void propose(LongHeap heap, int[] tokens, int i, int j) {
    int merge = merge(tokens[i], tokens[j]);
    if (merge >= 0) {
      heap.push((long) ranks[merge] << 32 | i);
    }
  }

  /// The number of the merge that joins two tokens, or -1.
  private int merge(int left, int right) {
    return merges.find(Pairs.key(left, right));
  }

  /// The smallest of many numbers.
  private static final class LongHeap {
    private long[] values;
    private int size;

    LongHeap(int capacity) {
      values = new long[capacity];
    }

    boolean isEmpty() {
      return size == 0;
    }

    void push(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      int i = size++;
      for (; i > 0 && value < values[i - 1 >> 1]; i = i - 1 >> 1) {
        values[i] = values[i - 1 >> 1];
      }
      values[i] = value;
    }

    long pop() {
      long first = values[0];
      long last = values[--size];
      int i = 0;
      for (int child = 1; child < size; child = 2 * i + 1) {
        if (child + 1 < size && values[child + 1] < values[child]) {
          child++;
        }
        if (last <= values[child]) {
          break;
        }
        values[i] = values[child];
        i = child;
      }
      values[i] = last;
      return first;
    }
  }
}
