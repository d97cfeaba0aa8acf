package wenmai.train;

import wenmai.tensor.Seed;

/// The numbers below `size` in an order that the seed decides, each computed by itself: no list is shuffled, so that a place
/// in an epoch of any length costs nothing to find again. A Feistel network (Luby 1988) permutes the numbers of an even
/// count of bits, fewer than 4 · size; one that lands beyond `size` is permuted again until it does not ("cycle walking",
/// Black 2002, "Ciphers with arbitrary finite domains", §3).
record Permutation(long size, Seed seed) {
  private static final int ROUNDS = 6;                                               // Patarin 2004: from 5 on

  Permutation {
    if (size < 1 || size > 1L << 62) {
      throw new IllegalArgumentException("a permutation of %d numbers".formatted(size));
    }
  }

  long at(long index) {
    int half = (65 - Long.numberOfLeadingZeros(size - 1)) / 2;
    long image = permuted(index, half);
    while (image >= size) {
      image = permuted(image, half);
    }
    return image;
  }

  /// (l, r) → (r, l ⊕ f(r)), in each round with an f of its own.
  private long permuted(long number, int half) {
    long mask = (1L << half) - 1;
    long left = number >>> half;
    long right = number & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long turned = left ^ (seed.at(round).at(right).value() & mask);
      left = right;
      right = turned;
    }
    return left << half | right;
  }
}
