package wenmai.embed;

/// Two words that stand near each other, as one number. Which is which is scrambled, so that pairs in the order of their keys
/// are in no order at all: what is sorted by them is shuffled too.
///
/// Scrambling is a multiplication, a shift and a multiplication, each of which can be taken back; no key is 0.
final class PairKey {
  private static final long FACTOR = 0x9e3779b97f4a7c15L;   // 2⁶⁴ / golden ratio, odd
  private static final long INVERSE = inverse();

  private PairKey() {}

  /// Newton's iteration doubles the bits that are right: FACTOR · INVERSE = 1 modulo 2⁶⁴.
  private static long inverse() {
    long inverse = FACTOR;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - FACTOR * inverse;
    }
    return inverse;
  }

  static long of(int word, int other) {
    long pair = (long) word << Integer.SIZE | other;
    return fold((pair + 1) * FACTOR) * FACTOR;
  }

  static int word(long key) {
    return (int) (pair(key) >>> Integer.SIZE);
  }

  static int other(long key) {
    return (int) pair(key);
  }

  private static long pair(long key) {
    return fold(key * INVERSE) * INVERSE - 1;
  }

  /// Its own inverse.
  private static long fold(long x) {
    return x ^ x >>> Integer.SIZE;
  }
}
