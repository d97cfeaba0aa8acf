package wenmai.embed;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import wenmai.tensor.Seed;
import wenmai.tokenize.Cores;

/// A run over [Cooccurrences]: threads take chunks of the pairs as often as there are epochs, in an order that is drawn anew
/// for each epoch. Within a chunk they stand as they were written, which is as good as drawn.
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
    for (int epoch = 0; epoch < epochs && !stop.getAsBoolean(); epoch++) {
      int[] order = Training.shuffled(chunks, seed.at("chunks").at(epoch).random());
      double before = epoch;
      var next = new AtomicLong();
      Cores.each(threads, () -> {
        for (long chunk = next.getAndIncrement(); chunk < chunks && !stop.getAsBoolean(); chunk = next.getAndIncrement()) {
          learn(step, order[(int) chunk] * CHUNK);
          progress.accept((before + (chunk + 1.0) / chunks) / epochs);
        }
      });
    }
    Reference.reachabilityFence(step);   // of rows, whose addresses the threads use
    return !stop.getAsBoolean();
  }

  private void learn(Step step, long from) {
    long end = Math.min(from + CHUNK, pairs.size());
    for (long pair = from; pair < end; pair++) {
      step.learn(pairs.word(pair), pairs.other(pair), pairs.weight(pair));
    }
  }
}
