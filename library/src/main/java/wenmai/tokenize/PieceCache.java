package wenmai.tokenize;

import java.util.Arrays;

/// The ids of short pieces met before. Each piece has one place, which the last of several pieces takes; so the size is
/// bounded and no lock is needed: entries never change once made, and a lost one is only computed again.
final class PieceCache {
  private static final int LONGEST = 24;
  private static final Entry EMPTY = new Entry("", new int[0]);
  private final Cut cut;
  private final Entry[] entries = new Entry[1 << 15];

  PieceCache(Cut cut) {
    this.cut = cut;
    Arrays.fill(entries, EMPTY);
  }

  /// Gives a sink the tokens of `text[from, to)`.
  @FunctionalInterface
  interface Cut {
    void into(Sink sink, String text, int from, int to);
  }

  private record Entry(String piece, int[] ids) {}

  Cut cut() {
    return cut;
  }

  int[] ids(String text, int from, int to) {
    if (to - from > LONGEST) {
      return computed(text, from, to);
    }
    int place = place(text, from, to);
    var entry = entries[place];
    if (entry.piece.length() == to - from && text.startsWith(entry.piece, from)) {
      return entry.ids;
    }
    int[] ids = computed(text, from, to);
    entries[place] = new Entry(text.substring(from, to), ids);
    return ids;
  }

  private int[] computed(String text, int from, int to) {
    var ids = new Ids();
    cut.into(ids, text, from, to);
    return ids.toArray();
  }

  private int place(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return (hash * 0x9E3779B9 >>> 16) & entries.length - 1;
  }
}
