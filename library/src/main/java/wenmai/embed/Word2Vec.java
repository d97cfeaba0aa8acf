package wenmai.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import wenmai.message.BadInput;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

/// Word vectors from a text whose words are separated by spaces, in the settings of word2vec.c (Mikolov 2013a and b).
///
/// A word costs about 2 · window · (1 + negative) · D multiplications and additions, thrice. Memory holds two numbers for
/// each word and dimension. With one thread, the same seed gives the same vectors; with several, which write over each other's
/// work without locks (Recht 2011), like ones.
///
/// @param algorithm    skip-gram or CBOW
/// @param dimensions   of a vector
/// @param window       words to each side of a centre, at most
/// @param subwords     pieces of words that have vectors too, or none
/// @param negative     noise words a centre; see [Objective.NegativeSampling]
/// @param hierarchical a tree instead of noise words: [Objective.HierarchicalSoftmax]
/// @param minCount     rarer words are passed over
/// @param sample       words of a larger share of the text are thinned out: Mikolov 2013b §2.3, in the form of word2vec.c; 0 keeps all
/// @param rate         of learning; it falls to 0 in a straight line
/// @param epochs       how often the text is gone through
public record Word2Vec(Algorithm algorithm, int dimensions, int window, Subwords subwords, int negative, boolean hierarchical, int minCount,
    double sample, double rate, int epochs, int threads, Seed seed) implements WordModel {

  /// What is told from what.
  public enum Algorithm {
    /// Each word of the context by itself answers for the centre.
    SKIPGRAM(0.025),
    /// The mean of the context answers for the centre.
    CBOW(0.05);

    private final double rate;

    Algorithm(double rate) {
      this.rate = rate;
    }

    /// word2vec.c's.
    public double rate() {
      return rate;
    }
  }

  /// The pieces of a word that help to make its vector (Bojanowski 2017 §3.2): all of `least` to `most` letters.
  public record Subwords(int least, int most) {
    public static final Subwords NONE = new Subwords(1, 0);
    private static final int LONGEST = 20;

    public Subwords {
      if (least < 1 || most > LONGEST || most != 0 && most < least) {
        throw new BadInput("subwords (%d-%d) must be the least and the most letters of a piece, from 1 to %d, such as 3-6",
            "subwords（%d-%d）应为片段的最少和最多字母数，在 1 到 %d 之间，例如 3-6", least, most, LONGEST);
      }
    }

    /// How many lengths.
    int kinds() {
      return Math.max(0, most - least + 1);
    }
  }

  public Word2Vec {
    WordModel.require(dimensions, window, minCount, epochs, threads);
    WordModel.require("negative", negative, hierarchical ? 0 : 1, 1000);
    WordModel.requireSample(sample);
    WordModel.requireRate(rate);
  }

  /// The defaults of the command line, on all processors.
  public static Word2Vec of(Algorithm algorithm) {
    return new Word2Vec(algorithm, 100, 5, Subwords.NONE, 5, false, 5, 1e-3, algorithm.rate(), 1, Runtime.getRuntime().availableProcessors(), new Seed(1));
  }

  /// Needs 4 bytes a word in the folder.
  @Override
  public Trained train(Path text, Path scratch, Progress progress, BooleanSupplier stop) {
    try (var file = new RecordFile(scratch); var ids = WordIds.of(text, minCount, file)) {
      long begin = System.nanoTime();
      var training = new Training(ids, sample, rate, epochs, threads, seed, progress, stop);
      var objective = hierarchical ? Objective.HierarchicalSoftmax.of(ids.counts()) : Objective.NegativeSampling.of(ids.counts(), negative);
      var pieces = Pieces.of(ids.words(), subwords);
      var units = Units.of(ids.words(), pieces);
      var in = new NativeMatrix(units.count(), dimensions);
      in.fill(seed.at("start").random(), -0.5f / dimensions, 0.5f / dimensions);   // as word2vec.c begins; outputs begin at 0
      var out = new NativeMatrix(objective.rows(), dimensions);
      boolean whole = training.run(() -> new Learner(this, units, in, out, objective));
      return new Trained(this, vectors(ids.words(), pieces, in), Arrays.stream(ids.counts()).boxed().toList(), (System.nanoTime() - begin) / 1e9, !whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of words, from the rows that were learned: the words' own, then those of the buckets of their pieces.
  private WordVectors vectors(List<String> words, Pieces pieces, NativeMatrix rows) {
    if (pieces.buckets() == 0) {
      return new WordVectors(words, rows);
    }
    var spelling = new FastTextPieces(pieces, dimensions, IntStream.range(0, words.size()).toArray(), rows::row, words.size());
    return new WordVectors(words, spelling.vectors(words), spelling);
  }
}
