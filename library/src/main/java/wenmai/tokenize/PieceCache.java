package wenmai.tokenize;

import java.util.Arrays;

/// The ids of short pieces met before. Each piece has one place, which the last of several pieces takes; so the size is
/// bounded and no lock is needed: entries never change once made, and a lost one is only computed again.
final class PieceCache {
  static final int LONGEST = 24;
  private static final int[] UNKNOWN = {};
  private static final Entry EMPTY = new Entry("", UNKNOWN);
  private final Entry[] entries = new Entry[1 << 15];

  PieceCache() {
    Arrays.fill(entries, EMPTY);
  }

  private record Entry(String piece, int[] ids) {}

  /// The ids of `text[from, to)`, or none.
  int[] find(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    var entry = entries[place(hash)];
    boolean same = entry.piece.length() == to - from && text.startsWith(entry.piece, from);
    return same ? entry.ids : UNKNOWN;
  }

  void keep(String piece, int[] ids) {
    entries[place(piece.hashCode())] = new Entry(piece, ids);
  }

  private int place(int hash) {
    return (hash * 0x9E3779B9 >>> 16) & entries.length - 1;
  }
}
