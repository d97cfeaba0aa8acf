package wenmai.embed;

import java.util.SplittableRandom;
import wenmai.tensor.Seed;

/// The weights of [SigmoidContext].
///
/// @param words  x of each word                                                      [V,D]
/// @param hidden W, for n vectors side by side                                       [D,n·D]
/// @param out    y of each word, which h is multiplied by                            [V,D]
/// @param places n
record SigmoidLayer(NativeMatrix words, NativeMatrix hidden, NativeMatrix out, int places) {

  /// Evenly: vectors within ±½, W within the bound of Glorot 2010 eq. 16, so that h differs from context to context at once;
  /// outputs begin at 0.
  static SigmoidLayer of(int count, int dimensions, int places, Seed seed) {
    var layer = new SigmoidLayer(new NativeMatrix(count, dimensions), new NativeMatrix(dimensions, places * NativeMatrix.stride(dimensions)),
        new NativeMatrix(count, dimensions), places);
    layer.words.fill(seed.at("start").random(), -0.5f, 0.5f);
    layer.fillHidden(seed.at("hidden").random(), (float) Math.sqrt(6.0 / (dimensions + (double) places * dimensions)));
    return layer;
  }

  /// But for the padding of each place, which stays 0.
  private void fillHidden(SplittableRandom random, float bound) {
    for (long row = 0; row < hidden.count(); row++) {
      for (int place = 0; place < places; place++) {
        for (int d = 0; d < words.width(); d++) {
          hidden.set(row, place * words.stride() + d, (2 * random.nextFloat() - 1) * bound);
        }
      }
    }
  }
}
