package wenmai.embed;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import wenmai.tensor.Seed;
import wenmai.tokenize.Cores;

/// A run over [Cooccurrences]: threads take chunks of the pairs as often as there are epochs, in an order that is drawn anew
/// for each epoch. Within a chunk they stand as they were written, which is as good as drawn. Where the two orders of a pair teach
/// different vectors, each has a time of its own: both at once would move a word's vector and its context vector alike, and their
/// sum would have less of the mean of two.
final class PairTraining {
  /// Pairs.
  private static final long CHUNK = 1 << 14;

  private final int epochs;
  private final int threads;
  private final Seed seed;
  private final Cooccurrences pairs;
  private final BooleanSupplier stop;
  private final int chunks;

  /// What is learned from a pair, by several threads at once.
  interface Step {
    /// How many of the two orders of a pair it learns from.
    int orders();

    /// @param count Xᵢⱼ, the same in both orders of the two words
    void learn(int word, int other, double count);

    NativeMatrix vectors();
  }

  PairTraining(Cooccurrences pairs, int epochs, int threads, Seed seed, BooleanSupplier stop) {
    this.epochs = epochs;
    this.threads = threads;
    this.seed = seed;
    this.pairs = pairs;
    this.stop = stop;
    chunks = Math.toIntExact(Math.ceilDiv(pairs.size(), CHUNK));
  }

  /// @param progress hears which share of the work is done
  /// @return whether it came to its end
  boolean run(Step step, DoubleConsumer progress) {
    int tasks = Math.multiplyExact(step.orders(), chunks);
    for (int epoch = 0; epoch < epochs && !stop.getAsBoolean(); epoch++) {
      int[] order = Training.shuffled(tasks, seed.at("chunks").at(epoch).random());
      double before = epoch;
      var next = new AtomicLong();
      Cores.each(threads, () -> {
        for (long task = next.getAndIncrement(); task < tasks && !stop.getAsBoolean(); task = next.getAndIncrement()) {
          int drawn = order[(int) task];
          learn(step, drawn % chunks * CHUNK, drawn >= chunks);
          progress.accept((before + (task + 1.0) / tasks) / epochs);
        }
      });
    }
    Reference.reachabilityFence(step);   // of rows, whose addresses the threads use
    return !stop.getAsBoolean();
  }

  /// A word beside itself has one order.
  private void learn(Step step, long from, boolean turned) {
    long end = Math.min(from + CHUNK, pairs.size());
    for (long pair = from; pair < end; pair++) {
      int word = pairs.word(pair);
      int other = pairs.other(pair);
      if (!turned) {
        step.learn(word, other, pairs.weight(pair));
      } else if (word != other) {
        step.learn(other, word, pairs.weight(pair));
      }
    }
  }
}
