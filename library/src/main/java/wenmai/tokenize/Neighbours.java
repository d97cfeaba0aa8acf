package wenmai.tokenize;

import java.util.Arrays;

/// What stood beside the places of one merge, on one side: collected place by place, handed out token by token.
/// Counts are summed here, in arrays as long as the vocabulary, so that the big table of pairs is asked once a
/// neighbour, not once a place. Grouping is a counting sort and keeps the places' order.
final class Neighbours {
  private final long[] counts;
  private final int[] sizes;
  private final int[] seen;
  private int seenSize;
  private int[] tokens = new int[1 << 10];
  private int[] places = new int[1 << 10];
  private int[] grouped = {};
  private int size;

  Neighbours(int vocabulary) {
    counts = new long[vocabulary];
    sizes = new int[vocabulary];
    seen = new int[vocabulary];
  }

  interface Group {
    void accept(int token, long count, int[] places, int from, int to);
  }

  void add(int token, int place, long count) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, size * 2);
      places = Arrays.copyOf(places, size * 2);
    }
    tokens[size] = token;
    places[size++] = place;
    counts[token] += count;
    if (sizes[token]++ == 0) {
      seen[seenSize++] = token;
    }
  }

  /// Sorts what was added; then [#each] may be asked, until [#clear].
  void group() {
    grouped = new int[size];
    for (int i = 0, from = 0; i < seenSize; i++) {
      int next = from + sizes[seen[i]];
      sizes[seen[i]] = from;
      from = next;
    }
    for (int i = 0; i < size; i++) {
      grouped[sizes[tokens[i]]++] = places[i];
    }
  }

  /// Hands out every token with its places.
  void each(Group group) {
    for (int i = 0, from = 0; i < seenSize; i++) {
      int to = sizes[seen[i]];
      group.accept(seen[i], counts[seen[i]], grouped, from, to);
      from = to;
    }
  }

  void clear() {
    for (int i = 0; i < seenSize; i++) {
      sizes[seen[i]] = 0;
      counts[seen[i]] = 0;
    }
    seenSize = 0;
    size = 0;
  }
}
