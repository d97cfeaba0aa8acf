package wenmai.tokenize;

import java.util.Arrays;
import java.util.TreeSet;
import wenmai.message.Failure;

/// Every distinct word once, all in one array, where tokens grow in place. A token stands at its first place; if it
/// takes `k > 1`, its second and its last place hold `-k`, so that its neighbours on both sides are
/// found in one step (the boundary tags of Knuth, The Art of Computer Programming 1, §2.5). A gap stands between two
/// words.
///
/// Words stand in descending order of their counts: a place tells its word's count by the tier it lies in. There are
/// few tiers, for most words of a corpus are rare. 4 bytes a first token of distinct words, and nothing a word.
final class FlatWords {
  static final int GAP = Integer.MIN_VALUE;
  private final int[] tokens;
  private final int[] tierStarts;
  private final long[] tierCounts;

  /// How a word is written in first tokens.
  interface Spelling {
    /// The number of its tokens.
    int length(Words table, int word);

    /// Writes them from `at` on and returns the place behind them.
    int write(Words table, int word, int[] tokens, int at);
  }

  FlatWords(Words[] tables, Spelling spelling) {
    tierCounts = tiers(tables);
    long[] starts = new long[tierCounts.length + 1];
    starts[0] = 1;
    for (var table : tables) {
      for (int word = 0; word < table.size(); word++) {
        starts[tier(table.count(word)) + 1] += spelling.length(table, word) + 1;
      }
    }
    Arrays.parallelPrefix(starts, Long::sum);
    if (starts[tierCounts.length] > Integer.MAX_VALUE - 8) {
      throw new Failure("the distinct words take %,d bytes, at most 2^31 fit: train on a part of the corpus",
          "不同的词共占 %,d 字节，最多容纳 2^31：请用语料的一部分来训练", starts[tierCounts.length]);
    }
    tierStarts = Arrays.stream(starts, 0, tierCounts.length).mapToInt(Math::toIntExact).toArray();
    tokens = new int[(int) starts[tierCounts.length]];
    tokens[0] = GAP;
    int[] ends = tierStarts.clone();
    for (var table : tables) {
      for (int word = 0; word < table.size(); word++) {
        int tier = tier(table.count(word));
        int end = spelling.write(table, word, tokens, ends[tier]);
        tokens[end] = GAP;
        ends[tier] = end + 1;
      }
    }
  }

  /// The number of places, gaps among them.
  int length() {
    return tokens.length;
  }

  int token(int place) {
    return tokens[place];
  }

  /// The place behind the token at `place`.
  int next(int place) {
    int tag = tokens[place + 1];
    return tag >= 0 || tag == GAP ? place + 1 : place - tag;
  }

  /// The place of the token (or gap) before `place`.
  int previous(int place) {
    int tag = tokens[place - 1];
    return tag >= 0 || tag == GAP ? place - 1 : place + tag;
  }

  /// Puts one token over the two at `place` and `second`, up to `end`. No place within it looks like a token.
  void merge(int place, int second, int end, int token) {
    tokens[place] = token;
    tokens[second] = place - end;
    tokens[place + 1] = place - end;
    tokens[end - 1] = place - end;
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

  private static long[] tiers(Words[] tables) {
    var counts = new TreeSet<Long>();
    for (var table : tables) {
      for (int word = 0; word < table.size(); word++) {
        counts.add(-table.count(word));
      }
    }
    return counts.stream().mapToLong(c -> -c).toArray();
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
