package wenmai.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import wenmai.message.BadInput;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

/// Word vectors from counts Xᵢⱼ of how often two words stand near each other ([Cooccurrences]). The loss is
/// Σ f(Xᵢⱼ) (a formula − log Xᵢⱼ)² / 2 over the pairs that occur, learned by AdaGrad: Pennington 2014 eq. 8.
///
/// The text is gone through once, to count; an epoch then costs, for each of the two orders of a pair, about 10 D operations and
/// 2 D square roots and divisions. Memory holds four numbers for each word and dimension, after a table that is bounded; the
/// disk 16 bytes a pair, twice where the table does not take all.
///
/// @param formula    of a pair
/// @param dimensions of a vector
/// @param window     words to each side of a word, at most
/// @param minCount   rarer words are passed over
/// @param rate       of learning, before AdaGrad lowers it
/// @param epochs     how often the pairs are gone through
/// @param memory     bytes to count pairs in
public record GloVe(Formula formula, int dimensions, int window, int minCount, double rate, int epochs, long memory, int threads, Seed seed)
    implements WordModel {

  /// What is to come near log Xᵢⱼ.
  public enum Formula {
    /// wᵢ · w̃ⱼ + bᵢ + b̃ⱼ, of vectors of words and others of contexts; the result is w + w̃ (§4.2). See [BilinearStep].
    BILINEAR(0.05),
    /// max(0, log(wᵢ · wⱼ + b)), of one vector a word. See [LogDotStep].
    LOGDOT(0.5);

    private final double rate;

    Formula(double rate) {
      this.rate = rate;
    }

    /// The first: for a bilinear form GloVe's program's, for the other one that was found to do.
    public double rate() {
      return rate;
    }
  }

  private static final long LEAST_MEMORY = 1 << 20;
  /// Counts from this on weigh the same: §4.2.
  private static final double MOST_COUNT = 100;

  public GloVe {
    WordModel.require(dimensions, window, minCount, epochs, threads);
    WordModel.requireRate(rate);
    if (memory < LEAST_MEMORY) {
      throw new BadInput("memory (%,d bytes) must be at least %,d", "memory（%,d 字节）至少须为 %,d", memory, LEAST_MEMORY);
    }
  }

  /// The defaults of the command line, on all processors.
  public static GloVe of(Formula formula) {
    return new GloVe(formula, 100, 5, 5, formula.rate(), 25, defaultMemory(), Runtime.getRuntime().availableProcessors(), new Seed(1));
  }

  /// Half of the heap.
  public static long defaultMemory() {
    return Math.max(LEAST_MEMORY, Runtime.getRuntime().maxMemory() / 2);
  }

  /// f(x) = min(1, (x / 100)^¾): eq. 9.
  static double weight(double count) {
    double root = Math.sqrt(Math.min(1, count / MOST_COUNT));
    return root * Math.sqrt(root);
  }

  /// Needs 4 bytes a word and 16 a pair in the folder.
  @Override
  public Trained train(Path text, Path scratch, Progress progress, BooleanSupplier stop) {
    try (var idFile = new RecordFile(scratch); var pairFile = idFile.another(); var ids = WordIds.of(text, minCount, idFile)) {
      long begin = System.nanoTime();
      long tokens = ids.tokens();
      long all = tokens * (1 + epochs);
      try (var pairs = Cooccurrences.count(ids, window, memory, pairFile, place -> progress.at(Math.min(place, tokens), all), stop)) {
        var step = step(ids.words().size());
        boolean whole = new PairTraining(pairs, epochs, threads, seed, stop)
            .run(step, share -> progress.at(tokens + Math.round(share * tokens * epochs), all));
        return new Trained(this, new WordVectors(ids.words(), step.vectors()), Arrays.stream(ids.counts()).boxed().toList(), (System.nanoTime() - begin) / 1e9, !whole);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PairTraining.Step step(int words) {
    return switch (formula) {
      case BILINEAR -> new BilinearStep(dimensions, rate, seed, words);
      case LOGDOT -> new LogDotStep(dimensions, rate, seed, words);
    };
  }
}
