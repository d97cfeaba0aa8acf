package wenmai.road;

import java.util.List;
import java.util.Locale;
import wenmai.files.Recipes;
import wenmai.train.ModelShape;

/// Which model fits a text and a time. Doubling the model's weights halves the text that it sees in the time, and the best
/// share is about 20 tokens a weight (Hoffmann 2022, table 3); a text is small and a model's speed grows with its width, so we
/// take the largest model that still gets a quarter of that, and never
/// more passes over the text than repay (Muennighoff 2023, §5: about 4 are as good as new text, 16 are of little use).
final class Sizes {
  private static final double TOKENS_PER_WEIGHT = 20;
  private static final double MOST_PASSES = 12;

  /// From the smallest; heads of 32 to 64 values.
  private static final List<Size> ALL = List.of(new Size(4, 128, 4), new Size(4, 192, 6), new Size(6, 256, 8), new Size(6, 384, 6),
      new Size(8, 512, 8), new Size(12, 768, 12));

  private Sizes() {}

  /// @param layers blocks
  record Size(int layers, int width, int heads) {
    /// Weights that multiply every token: 12 D² a block, and the output layer.
    double active(int vocabulary) {
      return 12.0 * width * width * layers + (double) width * vocabulary;
    }

    ModelShape shape(int context) {
      return Recipes.of(List.of("kind=" + ModelShape.Kind.LLAMA.name().toLowerCase(Locale.ROOT), "layers=" + layers, "width=" + width,
          "heads=" + heads, "context=" + context), ModelShape.class);
    }
  }

  static Size smallest() {
    return ALL.getFirst();
  }

  /// @param speed   tokens a second of the smallest size
  /// @param seconds to train
  static Size best(double speed, double seconds, int vocabulary) {
    double work = speed * smallest().active(vocabulary) * seconds;
    var best = smallest();
    for (var size : ALL) {
      double tokens = work / size.active(vocabulary);
      if (tokens >= TOKENS_PER_WEIGHT / 4 * size.active(vocabulary)) {
        best = size;
      }
    }
    return best;
  }

  /// Tokens worth training on.
  static double tokens(double speed, double seconds, long text) {
    return Math.min(speed * seconds, MOST_PASSES * text);
  }
}
