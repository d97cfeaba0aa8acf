package wenmai.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import wenmai.files.Draft;
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
    double sample, double rate, int epochs, int threads, Seed seed) {

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

  /// @param tokens  of the text, without rare words
  /// @param seconds of training alone
  /// @param stopped before the end, because it was asked to
  public record Trained(WordVectors vectors, long tokens, double seconds, boolean stopped) {}

  private static final int MOST = 1 << 16;

  public Word2Vec {
    require("dimensions", dimensions, 1, MOST);
    require("window", window, 1, 1000);
    require("negative", negative, hierarchical ? 0 : 1, 1000);
    require("min-count", minCount, 1, Integer.MAX_VALUE);
    require("epochs", epochs, 1, MOST);
    require("threads", threads, 1, 1024);
    if (!(sample >= 0 && sample <= 1)) {
      throw new BadInput("sample (%s) must be from 0, which keeps every word, to 1, such as 1e-3",
          "sample（%s）须在 0（保留所有词）到 1 之间，例如 1e-3", sample);
    }
    if (!(rate > 0 && rate <= 10)) {
      throw new BadInput("rate (%s) must be above 0 and at most 10, such as 0.025", "rate（%s）须大于 0 且不超过 10，例如 0.025", rate);
    }
  }

  /// The defaults of the command line, on all processors.
  public static Word2Vec of(Algorithm algorithm) {
    return new Word2Vec(algorithm, 100, 5, Subwords.NONE, 5, false, 5, 1e-3, algorithm.rate(), 1, Runtime.getRuntime().availableProcessors(), new Seed(1));
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new BadInput("%s (%d) must be from %d to %d", "%s（%d）须在 %d 到 %d 之间", name, value, least, most);
    }
  }

  /// @param text    UTF-8; a line is a unit that no window crosses
  /// @param scratch a folder for the text's ids, 4 bytes a word, while this runs
  public Trained train(Path text, Path scratch, Progress progress, BooleanSupplier stop) {
    try (var draft = Draft.of(scratch.resolve("words.ids")); var ids = WordIds.of(text, minCount, draft.path())) {
      return new Training(this, ids, progress, stop).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
