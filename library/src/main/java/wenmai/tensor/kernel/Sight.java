package wenmai.tensor.kernel;

import java.util.Arrays;

/// What a block of up to 64 queries sees.
final class Sight {
  private static final int QUERIES = ScoreTile.QUERIES;
  /// Keys of a tile of scores.
  static final int KEYS = 128;

  /// Of each query the first key, sinks aside, and the one after the last; absent queries see all.
  final float[] from = new float[QUERIES];
  final float[] to = new float[QUERIES];
  /// Of each query, for its dropout.
  final int[] seeds = new int[QUERIES];
  int first;
  int count;
  private int firstKey;
  private int endKey;
  private int wholeFrom;
  private int wholeTo;

  void take(AttentionHead h, int start, int end) {
    first = start;
    count = Math.min(QUERIES, end - start);
    Arrays.fill(from, 0);
    Arrays.fill(to, Integer.MAX_VALUE);
    firstKey = h.keys();
    endKey = 0;
    wholeFrom = 0;
    wholeTo = Integer.MAX_VALUE;
    for (int t = 0; t < count; t++) {
      int last = Math.max(0, h.to(start + t));
      int begin = Math.min(last, h.from(start + t));
      from[t] = begin;
      to[t] = last;
      firstKey = Math.min(firstKey, begin);
      endKey = Math.max(endKey, last);
      wholeFrom = Math.max(wholeFrom, begin);
      wholeTo = Math.min(wholeTo, last);
      seeds[t] = h.dropout().seed(start + t);
    }
  }

  boolean meets(AttentionHead h, int key, int n) {
    return key < endKey && (key + n > firstKey || key < h.mask().sinks());
  }

  /// How many of `n` keys come before the end of what its queries see.
  int within(int key, int n) {
    return Math.min(n, endKey - key);
  }

  boolean seesAll(int key, int n) {
    return wholeFrom <= key && key + n <= wholeTo;
  }

  /// What happens with each tile of keys that a span of queries sees.
  interface Tile {
    void keys(int first, int n);
  }

  /// Tiles of the sinks, and of the keys from the first to the last that any of the queries sees; of these, those of one part.
  static void tiles(AttentionHead h, Sight[] blocks, int used, int part, int parts, Tile body) {
    int from = h.keys();
    int to = 0;
    for (int i = 0; i < used; i++) {
      from = Math.min(from, blocks[i].firstKey);
      to = Math.max(to, blocks[i].endKey);
    }
    from = Math.min(from, to) / KEYS * KEYS;
    int sinks = Math.min(h.mask().sinks(), from);
    for (int key = 0; key < to; key += KEYS) {
      int n = Math.min(KEYS, (key < from ? sinks : to) - key);
      if (n > 0 && key / KEYS % parts == part) {
        body.keys(key, n);
      }
    }
  }
}
