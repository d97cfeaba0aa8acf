package wenmai.tokenize;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import wenmai.message.Failure;

/// Every distinct word once, all in one array, where tokens grow in place. A token stands at its first place; if it
/// takes `k > 1`, its second and its last place hold `-k`, so that its neighbours on both sides are
/// found in one step (the boundary tags of Knuth, The Art of Computer Programming 1, §2.5). A gap stands between two
/// words.
///
/// Words stand in descending order of their counts: a place tells its word's count by the tier it lies in. There are
/// few tiers, for most words of a corpus are rare. 3 bytes a first token of distinct words, outside of Java's heap, and nothing
/// a word; the tables that they come from are gone when they are here.
final class FlatWords implements AutoCloseable {
  /// Ids, and tokens of one word, are at most so many.
  static final int MOST = (1 << 23) - 1;
  static final int GAP = -MOST - 1;
  private static final int BYTES = 3;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment tokens;
  private final int length;
  private final int[] tierStarts;
  private final long[] tierCounts;

  /// Takes the words over: each table is empty afterwards.
  FlatWords(Words[] tables, TokenBytes code) {
    tierCounts = tiers(tables);
    long[] starts = new long[tierCounts.length + 1];
    starts[0] = 1;
    for (var table : tables) {
      for (int word = 0; word < table.size(); word++) {
        starts[tier(table.count(word)) + 1] += (table.end(word) - table.start(word)) / code.width() + 1;
      }
    }
    Arrays.parallelPrefix(starts, Long::sum);
    if (starts[tierCounts.length] > Integer.MAX_VALUE - 8) {
      throw new Failure("the distinct pieces of words have %,d tokens and ends, at most 2^31 fit: train on a part of the corpus",
          "不同的片段共有 %,d 个词元与结尾，最多容纳 2^31：请用语料的一部分来训练", starts[tierCounts.length]);
    }
    tierStarts = Arrays.stream(starts, 0, tierCounts.length).mapToInt(Math::toIntExact).toArray();
    length = (int) starts[tierCounts.length];
    tokens = arena.allocate((long) BYTES * length + 1);   // the last token is read with a byte more
    set(0, GAP);
    int[] ends = tierStarts.clone();
    for (int i = 0; i < tables.length; i++) {
      var table = tables[i];
      tables[i] = new Words();
      for (int word = 0; word < table.size(); word++) {
        int tier = tier(table.count(word));
        for (int at = table.start(word); at < table.end(word); at += code.width()) {
          set(ends[tier]++, code.get(table, at));
        }
        set(ends[tier]++, GAP);
      }
    }
  }

  /// The number of places, gaps among them.
  int length() {
    return length;
  }

  int token(int place) {
    return tokens.get(INT, (long) BYTES * place) << Byte.SIZE >> Byte.SIZE;
  }

  private void set(int place, int token) {
    tokens.set(SHORT, (long) BYTES * place, (short) token);
    tokens.set(ValueLayout.JAVA_BYTE, (long) BYTES * place + 2, (byte) (token >> 16));
  }

  /// The place behind the token at `place`.
  int next(int place) {
    int tag = token(place + 1);
    return tag >= 0 || tag == GAP ? place + 1 : place - tag;
  }

  /// The place of the token (or gap) before `place`.
  int previous(int place) {
    int tag = token(place - 1);
    return tag >= 0 || tag == GAP ? place - 1 : place + tag;
  }

  /// Puts one token over the two at `place` and `second`, up to `end`. No place within it looks like a token.
  void merge(int place, int second, int end, int token) {
    set(place, token);
    set(second, place - end);
    set(place + 1, place - end);
    set(end - 1, place - end);
  }

  @Override
  public void close() {
    arena.close();
  }

  /// How often the word around `place` occurs.
  long count(int place) {
    int last = tierStarts.length - 1;
    if (place >= tierStarts[last]) {
      return tierCounts[last];
    }
    int tier = Arrays.binarySearch(tierStarts, place);
    return tierCounts[tier >= 0 ? tier : -tier - 2];
  }

  /// The different counts, the highest first.
  private static long[] tiers(Words[] tables) {
    return Arrays.stream(tables).flatMapToLong(table -> IntStream.range(0, table.size()).mapToLong(table::count)).distinct()
        .map(count -> -count).sorted().map(count -> -count).toArray();
  }

  private int tier(long count) {
    int low = 0;
    int high = tierCounts.length - 1;
    while (low < high) {
      int middle = low + high >>> 1;
      if (tierCounts[middle] > count) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
