package wenmai.embed;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import wenmai.embed.WordVectors.Format;
import wenmai.files.Atomic;
import wenmai.message.BadInput;
import wenmai.tokenize.Progress;

/// A way to learn word vectors from a text whose words are separated by spaces. With one thread, the same seed gives the same
/// vectors; with several, which write over each other's work without locks (Recht 2011), like ones.
public sealed interface WordModel permits Word2Vec, GloVe, SigmoidContext {
  /// Of a vector's dimensions, and of epochs.
  int MOST = 1 << 16;

  int dimensions();

  int epochs();

  /// @param text     UTF-8; a line is a unit that no window crosses
  /// @param scratch  a folder for files that stand there while this runs
  /// @param progress is told of words of the text, of all epochs
  Trained train(Path text, Path scratch, Progress progress, BooleanSupplier stop);

  /// @param how     it was trained
  /// @param counts  of the words, in the text
  /// @param seconds of training alone
  /// @param stopped before the end, because it was asked to
  record Trained(WordModel how, WordVectors vectors, List<Long> counts, double seconds, boolean stopped) {

    /// Words of the text, without rare ones.
    public long tokens() {
      return counts.stream().mapToLong(count -> count).sum();
    }

    /// As the vectors are written; fastText's format also says how they were trained.
    public void write(Path file, Format format) {
      if (format == Format.FASTTEXT) {
        Atomic.file(file, out -> FastTextWriter.write(vectors, FastTextWriter.Settings.of(how), counts, out));
      } else {
        vectors.write(file, format);
      }
    }
  }

  /// What all of them have.
  static void require(int dimensions, int window, int minCount, int epochs, int threads) {
    require("dimensions", dimensions, 1, MOST);
    require("window", window, 1, 1000);
    require("min-count", minCount, 1, Integer.MAX_VALUE);
    require("epochs", epochs, 1, MOST);
    require("threads", threads, 1, 1024);
  }

  static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new BadInput("%s (%d) must be from %d to %d", "%s（%d）须在 %d 到 %d 之间", name, value, least, most);
    }
  }

  static void requireSample(double sample) {
    if (!(sample >= 0 && sample <= 1)) {
      throw new BadInput("sample (%s) must be from 0, which keeps every word, to 1, such as 1e-3",
          "sample（%s）须在 0（保留所有词）到 1 之间，例如 1e-3", sample);
    }
  }

  static void requireRate(double rate) {
    if (!(rate > 0 && rate <= 10)) {
      throw new BadInput("rate (%s) must be above 0 and at most 10, such as 0.025", "rate（%s）须大于 0 且不超过 10，例如 0.025", rate);
    }
  }
}
