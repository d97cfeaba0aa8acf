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

  /// Hands out every token with its places and forgets them.
  void drain(Group group) {
    int[] grouped = new int[size];
    for (int i = 0, from = 0; i < seenSize; i++) {
      int next = from + sizes[seen[i]];
      sizes[seen[i]] = from;
      from = next;
    }
    for (int i = 0; i < size; i++) {
      grouped[sizes[tokens[i]]++] = places[i];
    }
    for (int i = 0, from = 0; i < seenSize; i++) {
      int token = seen[i];
      int to = sizes[token];
      group.accept(token, counts[token], grouped, from, to);
      from = to;
      sizes[token] = 0;
      counts[token] = 0;
    }
    seenSize = 0;
    size = 0;
  }
}
