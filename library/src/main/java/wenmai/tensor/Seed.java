package wenmai.tensor;

import java.util.SplittableRandom;

/// Randomness as a value. A seed is never used up: [#at] names another, independent one, so a run that stops and goes on
/// draws the same numbers, and no two users share a stream by accident.
public record Seed(long value) {

  /// The seed of part `index` of this one. Mixing as in SplitMix64 (Steele 2014, "Fast splittable pseudorandom number
  /// generators", figure 16).
  public Seed at(long index) {
    long z = value + 0x9e3779b97f4a7c15L * (index + 1);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return new Seed(z ^ (z >>> 31));
  }

  /// The seed of the part called `name`: of a weight, for example, whatever stands before it.
  public Seed at(String name) {
    long hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = 31 * hash + name.charAt(i);
    }
    return at(hash);
  }

  public SplittableRandom random() {
    return new SplittableRandom(value);
  }
}
