package wenmai.embed;

import java.lang.ref.Reference;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import wenmai.tensor.Seed;
import wenmai.tokenize.Cores;
import wenmai.tokenize.Progress;

/// A run over a text: threads take pieces of it as often as there are epochs, in an order that is drawn once, so that a part of
/// the text is not learned at a high rate because it stands at the beginning. Some of the frequent words are left out. A piece
/// has a seed and a rate of its own: nothing but the order of the threads' writes depends on the threads.
final class Training {
  /// Places of the text.
  private static final long PIECE = 10_000;
  /// A longer line is cut, as word2vec.c does.
  private static final int SENTENCE = 1000;
  private static final double LEAST_RATE = 1e-4;

  private final WordIds text;
  private final float[] kept;
  private final double rate;
  private final int epochs;
  private final int threads;
  private final Seed seed;
  private final Progress progress;
  private final BooleanSupplier stop;
  private final int[] order;         // of the pieces of an epoch
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong words = new AtomicLong();

  /// What one thread learns with.
  @FunctionalInterface
  interface Learner {
    /// Learns from the first `length` words of a sentence.
    void learn(int[] sentence, int length, float rate, SplittableRandom random);
  }

  Training(WordIds text, double sample, double rate, int epochs, int threads, Seed seed, Progress progress, BooleanSupplier stop) {
    this.text = text;
    this.rate = rate;
    this.epochs = epochs;
    this.threads = threads;
    this.seed = seed;
    this.progress = progress;
    this.stop = stop;
    order = shuffled(Math.toIntExact(Math.ceilDiv(text.size(), PIECE)), seed.at("order").random());
    kept = kept(text.counts(), sample);
  }

  /// Fisher and Yates 1938, as by Durstenfeld 1964.
  static int[] shuffled(int n, SplittableRandom random) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[other];
      order[other] = swap;
    }
    return order;
  }

  /// The chance of a word to stay: √(t/f) + t/f, where it is a share f of the text.
  static float[] kept(long[] counts, double sample) {
    double total = 0;
    for (long count : counts) {
      total += count;
    }
    var kept = new float[counts.length];
    for (int word = 0; word < kept.length; word++) {
      double ratio = sample * total / counts[word];
      kept[word] = sample == 0 ? 1 : (float) Math.min(1, Math.sqrt(ratio) + ratio);
    }
    return kept;
  }

  /// @return whether it came to its end
  boolean run(Supplier<Learner> learners) {
    Cores.each(threads, () -> work(learners.get()));
    return next.get() >= all();
  }

  /// Pieces of all epochs.
  private long all() {
    return (long) order.length * epochs;
  }

  private void work(Learner learner) {
    long all = all();
    while (!stop.getAsBoolean()) {
      long piece = next.getAndIncrement();
      if (piece >= all) {
        break;
      }
      double left = Math.max(LEAST_RATE, 1 - (double) piece / all);
      long from = order[(int) (piece % order.length)] * PIECE;
      long done = words.addAndGet(
          learn(learner, from, Math.min(from + PIECE, text.size()), (float) (rate * left), seed.at("text").at(piece).random()));
      progress.at(done, text.tokens() * epochs);
    }
    Reference.reachabilityFence(learner);   // of rows, whose addresses it uses
  }

  /// The places `from` to `end` of the text. Returns how many words stand there.
  private long learn(Learner learner, long from, long end, float rate, SplittableRandom random) {
    int[] sentence = new int[SENTENCE];
    long words = 0;
    int length = 0;
    for (long place = from; place < end; place++) {
      int id = text.get(place);
      if (id != WordIds.LINE_END) {
        words++;
        if (kept[id] >= 1 || random.nextFloat() < kept[id]) {
          sentence[length++] = id;
        }
      }
      if (id == WordIds.LINE_END || length == SENTENCE || place == end - 1) {
        learner.learn(sentence, length, rate, random);
        length = 0;
      }
    }
    return words;
  }
}
