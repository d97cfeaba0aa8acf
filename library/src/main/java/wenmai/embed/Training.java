package wenmai.embed;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import wenmai.message.Failure;
import wenmai.tokenize.Progress;

/// A run of [Word2Vec]: threads take pieces of the text as often as there are epochs, in an order that is drawn once, so that a
/// part of the text is not learned at a high rate because it stands at the beginning. A piece has a seed and a rate of its own:
/// nothing but the order of the threads' writes depends on the threads.
final class Training {
  /// Places of the text.
  private static final long PIECE = 10_000;
  private static final double LEAST_RATE = 1e-4;

  private final Word2Vec how;
  private final WordIds text;
  private final Progress progress;
  private final BooleanSupplier stop;
  private final int[] order;         // of the pieces of an epoch
  private final Objective objective;
  private final float[] kept;
  private final Units units;
  private final Rows in;
  private final Rows out;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong words = new AtomicLong();

  Training(Word2Vec how, WordIds text, Progress progress, BooleanSupplier stop) {
    this.how = how;
    this.text = text;
    this.progress = progress;
    this.stop = stop;
    order = shuffled(Math.toIntExact(Math.ceilDiv(text.size(), PIECE)), how.seed().at("order").random());
    long[] counts = text.counts();
    objective = how.hierarchical() ? Objective.HierarchicalSoftmax.of(counts) : Objective.NegativeSampling.of(counts, how.negative());
    kept = kept(counts, how.sample());
    units = Units.of(text.words(), how.subwords());
    in = start(units.count());
    out = new Rows(objective.rows(), how.dimensions());
  }

  /// Fisher and Yates 1938, as by Durstenfeld 1964.
  private static int[] shuffled(int n, SplittableRandom random) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[other];
      order[other] = swap;
    }
    return order;
  }

  /// Evenly between ±1/(2 D), as word2vec.c begins; outputs begin at 0.
  private Rows start(int count) {
    var rows = new Rows(count, how.dimensions());
    var random = how.seed().at("start").random();
    for (int word = 0; word < count; word++) {
      for (int d = 0; d < how.dimensions(); d++) {
        rows.set(word, d, (random.nextFloat() - 0.5f) / how.dimensions());
      }
    }
    return rows;
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

  Word2Vec.Trained run() {
    long start = System.nanoTime();
    try (var pool = Executors.newFixedThreadPool(how.threads())) {
      var work = new ArrayList<Callable<Void>>();
      for (int i = 0; i < how.threads(); i++) {
        work.add(this::work);
      }
      for (var done : pool.invokeAll(work)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(e, "training was interrupted", "训练被中断");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new Failure(e, "training failed: %s", "训练失败：%s", e);
    } finally {
      Reference.reachabilityFence(this);   // of the rows, whose addresses the threads use
    }
    return new Word2Vec.Trained(new WordVectors(text.words(), units.means(in)), text.tokens(), (System.nanoTime() - start) / 1e9, stopped());
  }

  /// Pieces of all epochs.
  private long all() {
    return (long) order.length * how.epochs();
  }

  private boolean stopped() {
    return next.get() < all();
  }

  private Void work() {
    var learner = new Learner(how, text, kept, units, in, out, objective);
    long all = all();
    while (!stop.getAsBoolean()) {
      long piece = next.getAndIncrement();
      if (piece >= all) {
        break;
      }
      double rate = how.rate() * Math.max(LEAST_RATE, 1 - (double) piece / all);
      long from = order[(int) (piece % order.length)] * PIECE;
      long done = words.addAndGet(
          learner.learn(from, Math.min(from + PIECE, text.size()), (float) rate, how.seed().at("text").at(piece).random()));
      progress.at(done, text.tokens() * how.epochs());
    }
    Reference.reachabilityFence(learner);
    return null;
  }
}
