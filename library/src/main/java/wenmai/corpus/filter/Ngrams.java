package wenmai.corpus.filter;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import wenmai.corpus.duplicate.LongCounts;

/// Groups of n neighbouring words of a text, and how many of its characters stand in repeated ones. In Chinese every
/// character counts as a word. Groups are told apart by 64-bit hashes.
///
/// Cost: a table of all groups, for every n asked.
final class Ngrams {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern CHARACTER = Pattern.compile("\\S");
  private final long[] hashes;
  private final int[] lengths;
  private final long characters;

  Ngrams(String text, Script script) {
    var words = (script == Script.HAN ? CHARACTER : WORD).matcher(text).results().map(MatchResult::group).toList();
    this.hashes = words.stream().mapToLong(Ngrams::hash).toArray();
    this.lengths = words.stream().mapToInt(String::length).toArray();
    this.characters = words.stream().mapToLong(String::length).sum();
  }

  /// The share of characters that the most frequent group of n takes, where it stands more than once.
  double mostFrequent(int n) {
    var counts = new LongCounts();
    long most = 0;
    for (int i = 0; i + n <= hashes.length; i++) {
      int count = counts.add(group(i, n));
      most = count > 1 ? Math.max(most, (long) count * length(i, n)) : most;
    }
    return (double) most / Math.max(1, characters);
  }

  /// The share of characters in groups of n that stood before, each counted once.
  double repeated(int n) {
    var counts = new LongCounts();
    long repeated = 0;
    int end = 0;                                       // of the characters counted so far
    for (int i = 0; i + n <= hashes.length; i++) {
      if (counts.add(group(i, n)) > 1) {
        int from = Math.max(i, end);
        repeated += length(from, i + n - from);
        end = i + n;
      }
    }
    return (double) repeated / Math.max(1, characters);
  }

  private long group(int from, int n) {
    long hash = n;
    for (int i = from; i < from + n; i++) {
      hash = mixed(hash ^ hashes[i]);
    }
    return hash;
  }

  private int length(int from, int n) {
    int length = 0;
    for (int i = from; i < from + n; i++) {
      length += lengths[i];
    }
    return length;
  }

  /// FNV-1a over UTF-16.
  private static long hash(String word) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }

  /// One round of SplitMix64's finaliser (Steele 2014).
  private static long mixed(long z) {
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
