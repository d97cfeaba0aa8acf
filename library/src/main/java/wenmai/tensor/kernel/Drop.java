package wenmai.tensor.kernel;

import wenmai.tensor.Dropout;
import wenmai.tensor.Seed;

/// Which values of dropout fall: a function of seed and place alone, so that the backward pass drops the same.
///
/// @param seed  of a row
/// @param limit of 24 random bits, below which a value falls; 0 drops none
public record Drop(int seed, int limit) {
  public static final Drop NONE = new Drop(0, 0);
  static final int PLACE = 0x85ebca6b;
  private static final int ROW = 0x9e3779b9;

  /// With a seed of one part of what is dropped.
  public static Drop of(Dropout dropout, Seed part) {
    return dropout.active() ? new Drop((int) part.value(), (int) (dropout.rate() * (1 << 24))) : NONE;
  }

  /// What remains of a value is times this: 1 / (1 − rate).
  float kept() {
    return (float) (1 / (1 - limit / (double) (1 << 24)));
  }

  /// The seed of row i.
  int seed(int i) {
    return mix(seed + i * ROW);
  }

  static boolean falls(int seed, int place, int limit) {
    return mix(seed + place * PLACE) >>> 8 < limit;
  }

  /// The finish of MurmurHash3 (Appleby 2011): every bit of the input turns about half of the output's.
  private static int mix(int x) {
    int h = (x ^ x >>> 16) * 0x85ebca6b;
    h = (h ^ h >>> 13) * 0xc2b2ae35;
    return h ^ h >>> 16;
  }
}
