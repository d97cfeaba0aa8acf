package wenmai.tokenize;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// Learns the merges of a corpus of any size ([MergeLearning] says what a merge is), in rounds, those of frequent pairs first.
///
/// A round learns the merges of all pairs that occur `least` times or more. Where two tokens stand side by side, what they will have become
/// by then stands side by side no oftener than they do. So wherever two tokens meet that meet less than `least` times, a word may be cut, and the round
/// learns the same, counts and ties included. It therefore learns from segments: short, for few neighbours are frequent, and few
/// different ones, for they are made of frequent pairs alone. (162 MB of Chinese have 5.5 million distinct words of 121 million bytes; the five rounds
/// of 32,000 tokens learn from 900 to 1.2 million distinct segments.) Then the segments are merged wherever they stand, and the next round takes
/// rarer pairs.
///
/// So merging costs little; most of the time goes into reading the words twice a round, in order and on all cores, wherever they lie.
/// Memory: `room` bytes of words, the distinct segments, and 8 MB of counters a thread.
final class MergeTraining implements AutoCloseable {
  /// Bytes of words in memory, less in a small heap; while words are being counted, their table may take as much.
  static final long ROOM = Math.min(1L << 28, Runtime.getRuntime().maxMemory() / 8);
  /// The neighbours that a round takes for frequent, as a share of all: the more, the fewer rounds, but the more and longer segments.
  private static final double SHARE = 0.45;
  private final int vocabulary;
  private final TokenBytes code;
  private final MergeCorpus corpus;

  /// Merges are learned until there are `vocabulary` tokens.
  MergeTraining(int vocabulary, long room) {
    if (vocabulary > FlatWords.MOST) {
      throw new BadInput("vocabulary (%d) must be at most %d", "词表大小（%d）至多为 %d", vocabulary, FlatWords.MOST);
    }
    this.vocabulary = vocabulary;
    this.code = TokenBytes.of(vocabulary);
    this.corpus = new MergeCorpus(code, room);
  }

  /// Adds a table of words, by any thread.
  void add(Words table, MergeCorpus.Spelling spelling) {
    corpus.add(table, spelling);
  }

  /// The merges as pairs of ids, in the order they were learned; each makes the next id, the first of them `tokens`.
  long[] learn(int tokens, Progress progress) {
    long[] merges = {};
    int size = tokens;
    var pairs = corpus.merge(PairSketch.Frequent.NONE, new Merges(Ranked.inOrder(new long[0]), new int[0]));
    for (long least = pairs.threshold(SHARE, Long.MAX_VALUE); least > 0 && size < vocabulary; least = pairs.threshold(SHARE, least)) {
      var frequent = pairs.frequent(least);
      var segments = corpus.segments(frequent);
      long[] learned = learn(segments, size, least, progress);
      merges = LongStream.concat(Arrays.stream(merges), Arrays.stream(learned)).toArray();
      if (size + learned.length < vocabulary) {
        int[] ids = IntStream.range(size, size + learned.length).toArray();
        var applied = new Merges(Ranked.inOrder(learned), ids);
        pairs = corpus.merge(frequent, applied);
      }
      size += learned.length;
    }
    if (size < vocabulary) {
      progress.note(Message.of("the corpus is too small for %d tokens: the vocabulary has %d",
          "语料太小，不足以得到 %d 个词元：词表大小为 %d", vocabulary, size));
    }
    return merges;
  }

  private long[] learn(Words[] segments, int tokens, long least, Progress progress) {
    try (var words = new FlatWords(segments, code)) {
      return new MergeLearning(words, tokens, vocabulary, least, progress).learn();
    }
  }

  @Override
  public void close() {
    corpus.close();
  }
}
