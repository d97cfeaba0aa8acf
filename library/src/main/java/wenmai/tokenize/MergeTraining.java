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
/// Memory: so many bytes of words and of distinct segments as have room, what merging needs for the segments, and 8 MB of counters a thread. Where a round has more
/// segments, it takes fewer pairs for frequent.
final class MergeTraining implements AutoCloseable {
  /// Bytes of words in memory, less in a small heap; while words are being counted, their table may take as much. Segments have as much room.
  static final long ROOM = Math.min(1L << 28, Runtime.getRuntime().maxMemory() / 8);
  /// The neighbours that a round takes for frequent, as a share of all: the more, the fewer rounds, but the more and longer segments.
  private static final double SHARE = 0.45;
  private final int vocabulary;
  private final long segmentRoom;
  private final TokenBytes code;
  private final MergeCorpus corpus;

  /// Merges are learned until there are `vocabulary` tokens. Words are written in this code; so many bytes of them, and of
  /// distinct segments, are kept in memory.
  MergeTraining(int vocabulary, TokenBytes code, long room, long segmentRoom) {
    if (vocabulary > FlatWords.MOST) {
      throw new BadInput("vocabulary (%d) must be at most %d", "词表大小（%d）至多为 %d", vocabulary, FlatWords.MOST);
    }
    this.vocabulary = vocabulary;
    this.segmentRoom = segmentRoom;
    this.code = code;
    this.corpus = new MergeCorpus(code, room);
  }

  /// Adds a table of words, by any thread.
  void add(Words table, MergeCorpus.Spelling spelling) {
    corpus.add(table, spelling);
  }

  /// The merges as pairs of ids, in the order they were learned; each makes the next id, the first of them `tokens`. Before, the tokens
  /// of words are written anew, one by one.
  long[] learn(MergeCorpus.Rewriting first, int tokens, Progress progress) {
    long[] merges = {};
    int size = tokens;
    var pairs = corpus.rewrite(PairSketch.Frequent.NONE, first);
    for (long least = pairs.threshold(SHARE, Long.MAX_VALUE), below = Long.MAX_VALUE; least > 0 && size < vocabulary; least = pairs.threshold(SHARE, below)) {
      var round = round(pairs, least, below);
      long[] learned = learn(round, size, progress);
      merges = LongStream.concat(Arrays.stream(merges), Arrays.stream(learned)).toArray();
      if (size + learned.length < vocabulary) {
        int[] ids = IntStream.range(size, size + learned.length).toArray();
        pairs = corpus.rewrite(round.frequent, new Merges(Ranked.inOrder(learned), ids)::apply);
      }
      size += learned.length;
      below = round.least;
    }
    if (size < vocabulary) {
      progress.note(Message.of("the corpus is too small for %d tokens: the vocabulary has %d",
          "语料太小，不足以得到 %d 个词元：词表大小为 %d", vocabulary, size));
    }
    return merges;
  }

  /// What a round learns from: the pairs that occur `least` times or more, and the segments that they make.
  private record Round(long least, PairSketch.Frequent frequent, Words[] segments) {
  }

  /// The round of the lowest count, `least` or more and less than `below`, whose segments have room; without that if there is no other.
  private Round round(PairSketch pairs, long least, long below) {
    var frequent = pairs.frequent(least);
    long next = Math.min(2 * least, least + (below - least) / 2);
    var segments = corpus.segments(frequent, next > least ? segmentRoom : Long.MAX_VALUE);
    return segments.isPresent() ? new Round(least, frequent, segments.get()) : round(pairs, next, below);
  }

  private long[] learn(Round round, int tokens, Progress progress) {
    try (var words = new FlatWords(round.segments, code)) {
      return new MergeLearning(words, tokens, vocabulary, round.least, progress).learn();
    }
  }

  @Override
  public void close() {
    corpus.close();
  }
}
