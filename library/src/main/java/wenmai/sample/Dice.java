package wenmai.sample;

import java.util.List;

/// The story's own random numbers: SplitMix64 (Steele, Lea & Flood 2014), written out so that a story stays the same on
/// every JDK.
final class Dice {
  private long state;

  Dice(long seed) {
    state = seed;
  }

  private long next() {
    state += 0x9e3779b97f4a7c15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /// Dice of their own, so that one consumer's throws do not move another's.
  Dice split() {
    return new Dice(next());
  }

  /// A number from 0 to `sides` - 1.
  int roll(int sides) {
    return (int) Math.unsignedMultiplyHigh(next(), sides);
  }

  boolean oneIn(int sides) {
    return roll(sides) == 0;
  }

  <T> T pick(List<T> options) {
    return options.get(roll(options.size()));
  }
}
