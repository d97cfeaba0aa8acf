package wenmai.tokenize;

/// How often pairs of tokens occur, at most: a fixed number of counters, which pairs with the same hash share (a count-min sketch of
/// one row; Cormode & Muthukrishnan 2005). A counter that is full stays full.
final class PairSketch {
  private static final int LEAST_BITS = 10;
  private static final int MOST_BITS = 21;
  private static final int BATCH = 256;
  private final int bits;
  private final int[] counts;
  private final int[] places = new int[BATCH];   // of counters that are still to be raised
  private final long[] times = new long[BATCH];
  private int waiting;

  /// For about so many pairs.
  PairSketch(long pairs) {
    this(Math.clamp(Long.SIZE - Long.numberOfLeadingZeros(pairs), LEAST_BITS, MOST_BITS));
  }

  private PairSketch(int bits) {
    this.bits = bits;
    this.counts = new int[1 << bits];
  }

  /// Another of the same size.
  PairSketch empty() {
    return new PairSketch(bits);
  }

  void add(int left, int right, long count) {
    places[waiting] = hash(left, right, bits);
    times[waiting++] = count;
    if (waiting == BATCH) {
      flush();
    }
  }

  /// Raises the counters, which mostly are in no cache. Nothing else is done in between, so the processor fetches many at once.
  private void flush() {
    for (int i = 0; i < waiting; i++) {
      counts[places[i]] = saturated(counts[places[i]] + times[i]);
    }
    waiting = 0;
  }

  /// Adds what another sketch of the same size has counted.
  void add(PairSketch other) {
    other.flush();
    for (int i = 0; i < counts.length; i++) {
      counts[i] = saturated((long) counts[i] + other.counts[i]);
    }
  }

  private static int saturated(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  /// The smallest power of two such that the pairs which occur as often or oftener are at most `share` of all; lower if that leaves
  /// none, and below `limit`. 0 if there is none.
  long threshold(double share, long limit) {
    long[] sums = new long[Long.SIZE];   // of the counts from 2^i to 2^(i+1)
    long all = 0;
    for (long count : counts) {
      all += count;
      sums[magnitude(count)] += count;
    }
    if (all == 0) {
      return 0;
    }
    int least = Long.SIZE - 1;
    long frequent = 0;
    while (least > 0 && (frequent == 0 || 1L << least >= limit || frequent + sums[least - 1] <= share * all)) {
      least--;
      frequent += sums[least];
    }
    return 1L << least < limit ? 1L << least : 0;
  }

  private static int magnitude(long count) {
    return count == 0 ? 0 : Long.SIZE - 1 - Long.numberOfLeadingZeros(count);
  }

  /// All pairs that occur `least` times or more, and few others.
  Frequent frequent(long least) {
    var frequent = new Frequent(bits);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] >= least) {
        frequent.set[i >> 6] |= 1L << i;
      }
    }
    return frequent;
  }

  /// A set of pairs that may hold some more than it was asked to (a Bloom filter of one hash).
  static final class Frequent {
    /// No pair.
    static final Frequent NONE = new Frequent(LEAST_BITS);
    private final int bits;
    private final long[] set;

    private Frequent(int bits) {
      this.bits = bits;
      this.set = new long[1 << bits - 6];
    }

    boolean contains(int left, int right) {
      int i = hash(left, right, bits);
      return (set[i >> 6] >> i & 1) != 0;
    }
  }

  /// Pairs with one left token are neighbours, in the order of the right one: frequent tokens have low ids, so frequent pairs share cache
  /// lines. Where a left token's pairs begin is a product's highest bits (Fibonacci hashing; Knuth, The Art of Computer Programming 3, §6.4).
  private static int hash(int left, int right, int bits) {
    return (left * 0x9E3779B9 >>> Integer.SIZE - bits) + right & (1 << bits) - 1;
  }
}
