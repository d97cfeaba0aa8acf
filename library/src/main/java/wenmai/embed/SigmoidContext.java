package wenmai.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

/// h = σ(W [x₁ … xₙ]): the vectors of a word's context side by side, through a layer of D sigmoids, answer for the word; to be
/// compared with CBOW, whose hidden layer is their mean. n is 2 · window, a place beyond the sentence holds zeros, and h answers
/// the same questions as in word2vec ([Objective.NegativeSampling]), where Bengio 2003 eq. 1 has a softmax over all words.
///
/// W takes 2 · window · D² numbers, and a word as many multiplications and additions, thrice: some D times CBOW's. The result
/// is x. Parameters as in [Word2Vec].
public record SigmoidContext(int dimensions, int window, int negative, int minCount, double sample, double rate, int epochs, int threads,
    Seed seed) implements WordModel {

  public SigmoidContext {
    WordModel.require(dimensions, window, minCount, epochs, threads);
    WordModel.require("negative", negative, 1, 1000);
    WordModel.requireSample(sample);
    WordModel.requireRate(rate);
  }

  /// Needs 4 bytes a word in the folder.
  @Override
  public Trained train(Path text, Path scratch, Progress progress, BooleanSupplier stop) {
    try (var file = new RecordFile(scratch); var ids = WordIds.of(text, minCount, file)) {
      long begin = System.nanoTime();
      var objective = Objective.NegativeSampling.of(ids.counts(), negative);
      var layer = SigmoidLayer.of(ids.words().size(), dimensions, 2 * window, seed);
      boolean whole = new Training(ids, sample, rate, epochs, threads, seed, progress, stop).run(() -> new SigmoidStep(layer, objective));
      return new Trained(this, new WordVectors(ids.words(), layer.words()), Arrays.stream(ids.counts()).boxed().toList(), (System.nanoTime() - begin) / 1e9, !whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
