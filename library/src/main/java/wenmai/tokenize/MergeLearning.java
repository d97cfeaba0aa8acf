package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import wenmai.message.Message;

/// Again and again the most frequent pair of neighbouring tokens becomes one; of equally frequent pairs the one with
/// the smaller ids (Gage 1994; Sennrich 2016 §3.2).
///
/// A merge touches the places of its pair and nothing else. Its cost is therefore the number of those places, and the
/// whole training's is about the number of characters in the distinct words, however long a word is. Memory: 8 to 16
/// bytes for each of them, and some 50 for each pair ever seen.
final class MergeLearning {
  private final FlatWords words;
  private final int vocabulary;
  private final Progress progress;
  private final Occurrences occurrences = new Occurrences();
  private final PairQueue queue = new PairQueue();
  private final Neighbours left;
  private final Neighbours right;
  private final List<Long> merges = new ArrayList<>();
  private int tokens;

  /// `words` are written in the first `tokens` ids; merges are learned until there are `vocabulary`.
  MergeLearning(FlatWords words, int tokens, int vocabulary, Progress progress) {
    this.words = words;
    this.tokens = tokens;
    this.vocabulary = vocabulary;
    this.progress = progress;
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
    if (tokens < vocabulary) {
      progress.note(Message.of("the corpus is too small for %d tokens: the vocabulary has %d",
          "语料太小，不足以得到 %d 个词元：词表大小为 %d", vocabulary, tokens));
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
    private int[] places = new int[1 << 16];

    void add(long pair, long count) {
      int number = pairs.add(pair);
      if (number == counts.length) {
        counts = Arrays.copyOf(counts, 2 * number);
        places = Arrays.copyOf(places, 2 * number);
      }
      counts[number] += count;
      places[number]++;
    }
  }

  /// The pairs of first tokens, in two passes: the first measures the lists of places, the second fills them.
  private void findPairs() {
    var found = new Found();
    eachPair((pair, place) -> found.add(pair, words.count(place)));
    long[] ends = new long[found.pairs.size()];
    for (int number = 0; number < ends.length; number++) {
      long pair = found.pairs.key(number);
      ends[number] = occurrences.gain(pair, found.counts[number], found.places[number]);
      queue.push(pair, found.counts[number]);
    }
    eachPair((pair, place) -> occurrences.set(ends[found.pairs.find(pair)]++, place));
  }

  private void eachPair(PairAt pair) {
    for (int place = 1; place < words.length() - 1; place++) {
      if (words.token(place) != FlatWords.GAP && words.token(place + 1) != FlatWords.GAP) {
        pair.accept(Pairs.key(words.token(place), words.token(place + 1)), place);
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
    left.drain((before, count, places, from, to) -> {
      occurrences.lose(Pairs.key(before, first), count);
      gain(Pairs.key(before, token), count, places, from, to);
    });
    right.drain((after, count, places, from, to) -> {
      occurrences.lose(Pairs.key(second, after), count);
      gain(Pairs.key(token, after), count, places, from, to);
    });
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
    occurrences.gain(pair, count, places, from, to);
    long all = occurrences.count(pair);
    if (all > 0) {
      queue.push(pair, all);
    }
  }
}
