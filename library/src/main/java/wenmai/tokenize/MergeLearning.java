package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Again and again the most frequent pair of neighbouring tokens becomes one; of equally frequent pairs the one with
/// the smaller ids (Gage 1994; Sennrich 2016 §3.2).
///
/// A pair only ever loses places once the merge that made it is done. So pairs that occur fewer than `least` times, which are most,
/// need not be remembered.
///
/// A merge touches the places of its pair and nothing else. Its cost is therefore the number of those places, and the
/// whole training's is about the number of characters in the distinct words, however long a word is. Memory: 4 to 5
/// bytes for each of them, and some 50 for each pair that is remembered.
final class MergeLearning {
  private final FlatWords words;
  private final int vocabulary;
  private final Progress progress;
  private final long least;
  private final Occurrences occurrences;
  private final PairQueue queue = new PairQueue();
  private final Neighbours left;
  private final Neighbours right;
  private final List<Long> merges = new ArrayList<>();
  private int tokens;

  /// `words` are written in the first `tokens` ids; merges are learned until there are `vocabulary`, or no pair is left that
  /// occurs `least` times.
  MergeLearning(FlatWords words, int tokens, int vocabulary, long least, Progress progress) {
    this.words = words;
    this.tokens = tokens;
    this.vocabulary = vocabulary;
    this.least = least;
    this.progress = progress;
    this.occurrences = new Occurrences(least);
    this.left = new Neighbours(vocabulary);
    this.right = new Neighbours(vocabulary);
  }

  /// The merges as pairs of ids, in the order they were learned; each makes the next id.
  long[] learn() {
    findPairs();
    while (tokens < vocabulary && !queue.isEmpty()) {
      long pair = queue.pair();
      long count = queue.count();
      queue.pop();
      long now = occurrences.count(pair);
      if (now == count) {
        merge(pair);
        progress.at(tokens, vocabulary);
      } else if (now > 0) {
        queue.push(pair, now);
      }
    }
    return merges.stream().mapToLong(pair -> pair).toArray();
  }

  private interface PairAt {
    void accept(long pair, int place);
  }

  /// What the first pass over the pairs counts.
  private static final class Found {
    private final Pairs pairs = new Pairs(1 << 16);
    private long[] counts = new long[1 << 16];
    private int[] lengths = new int[1 << 16];   // bytes of the list of places
    private int[] last = new int[1 << 16];      // of its places

    void add(long pair, int place, long count) {
      int number = pairs.add(pair);
      if (number == counts.length) {
        counts = Arrays.copyOf(counts, 2 * number);
        lengths = Arrays.copyOf(lengths, 2 * number);
        last = Arrays.copyOf(last, 2 * number);
      }
      counts[number] += count;
      lengths[number] += Occurrences.bytes(step(number, place));
    }

    /// From the pair's last place to the next.
    int step(int number, int place) {
      int step = place - last[number];
      last[number] = place;
      return step;
    }
  }

  /// The pairs of neighbours that stand in the words now, those that are frequent enough to be merged. In two passes: the first
  /// measures the lists of places, the second fills them.
  private void findPairs() {
    var found = new Found();
    eachPair((pair, place) -> found.add(pair, place, words.count(place)));
    long[] ends = new long[found.pairs.size()];
    for (int number = 0; number < ends.length; number++) {
      long pair = found.pairs.key(number);
      if (found.counts[number] >= least) {
        ends[number] = occurrences.gain(pair, found.counts[number], found.lengths[number]);
        queue.push(pair, found.counts[number]);
      }
    }
    Arrays.fill(found.last, 0);
    eachPair((pair, place) -> {
      int number = found.pairs.find(pair);
      if (found.counts[number] >= least) {
        ends[number] = occurrences.write(ends[number], found.step(number, place));
      }
    });
  }

  private void eachPair(PairAt pair) {
    for (int place = 1, next; place < words.length(); place = next) {
      next = words.token(place) == FlatWords.GAP ? place + 1 : words.next(place);
      if (words.token(place) != FlatWords.GAP && words.token(next) != FlatWords.GAP) {
        pair.accept(Pairs.key(words.token(place), words.token(next)), place);
      }
    }
  }

  /// A pair becomes a token, always a new one: merges inside a string do not depend on what stands around it, so no
  /// second pair can come to the same string. Hence all places of a pair are known once the merge that made it is
  /// done; afterwards it only loses some, and the queue corrects a count when its turn comes.
  private void merge(long pair) {
    int first = Pairs.left(pair);
    int second = Pairs.right(pair);
    int token = tokens++;
    merges.add(pair);
    for (int place : occurrences.take(pair)) {
      if (words.token(place) == first && words.token(words.next(place)) == second) {
        join(place, token);
      }
    }
    left.group();
    right.group();
    left.each((before, count, places, from, to) -> gain(Pairs.key(before, token), count, places, from, to));
    right.each((after, count, places, from, to) -> gain(Pairs.key(token, after), count, places, from, to));
    left.each((before, count, places, from, to) -> occurrences.lose(Pairs.key(before, first), count));
    right.each((after, count, places, from, to) -> occurrences.lose(Pairs.key(second, after), count));
    left.clear();
    right.clear();
  }

  private void join(int place, int token) {
    int before = words.previous(place);
    int second = words.next(place);
    int end = words.next(second);
    long count = words.count(place);
    words.merge(place, second, end, token);
    if (words.token(before) != FlatWords.GAP) {
      left.add(words.token(before), before, count);
    }
    if (words.token(end) != FlatWords.GAP) {
      right.add(words.token(end), place, count);
    }
  }

  private void gain(long pair, long count, int[] places, int from, int to) {
    if (count >= least) {
      occurrences.gain(pair, count, places, from, to);
      queue.push(pair, count);
    }
  }
}
