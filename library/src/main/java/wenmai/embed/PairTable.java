package wenmai.embed;

import java.util.Arrays;

/// Sums weights of pairs of words in memory: a table of 16 bytes a place, with open addressing. A key's first place is given by
/// its highest bits, so keys stand nearly in their order, and to sort them is to move a few by a few places.
final class PairTable {
  private static final int LEAST_BITS = 16;
  private static final int MOST_BITS = 29;
  private static final int SLACK = 1 << 12;   // places behind the last, for what finds its own taken
  private static final double FULL = 0.6;

  private final int mostBits;
  private int bits = LEAST_BITS;
  private long[] places = places(bits);   // key and weight, in turns; 0 is no key
  private int size;

  /// @param bytes of memory, about
  PairTable(long bytes) {
    int fitting = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, bytes / 24));   // a table, and one of half its size that grows to it
    mostBits = Math.clamp(fitting, LEAST_BITS, MOST_BITS);
  }

  private static long[] places(int bits) {
    return new long[2 * ((1 << bits) + SLACK)];
  }

  /// True where it takes no more keys: then it is to be drained.
  boolean isFull() {
    return bits == mostBits && size >= FULL * (1 << bits);
  }

  int size() {
    return size;
  }

  void add(long key, double weight) {
    int place = find(places, key, bits);
    if (places[place] == 0) {
      places[place] = key;
      size++;
    }
    places[place + 1] = Double.doubleToRawLongBits(Double.longBitsToDouble(places[place + 1]) + weight);
    if (size >= FULL * (1 << bits) && bits < mostBits) {
      grow();
    }
  }

  private static int find(long[] places, long key, int bits) {
    int place = 2 * (int) (key >>> Long.SIZE - bits);
    while (places[place] != key && places[place] != 0) {
      place += 2;
    }
    return place;
  }

  private void grow() {
    var larger = places(bits + 1);
    for (int from = 0; from < places.length; from += 2) {
      if (places[from] != 0) {
        int to = find(larger, places[from], bits + 1);
        larger[to] = places[from];
        larger[to + 1] = places[from + 1];
      }
    }
    places = larger;
    bits++;
  }

  /// All pairs; the table must not be added to before they were gone through, and is empty then.
  PairRun drain() {
    sort();
    return new Drained();
  }

  /// To the beginning of the table, by insertion.
  private void sort() {
    int end = 0;
    for (int from = 0; from < places.length; from += 2) {
      long key = places[from];
      if (key != 0) {
        long weight = places[from + 1];
        int to = end;
        for (; to > 0 && Long.compareUnsigned(places[to - 2], key) > 0; to -= 2) {
          places[to] = places[to - 2];
          places[to + 1] = places[to - 1];
        }
        places[to] = key;
        places[to + 1] = weight;
        end += 2;
      }
    }
  }

  private final class Drained implements PairRun {
    private int place = -2;

    @Override
    public boolean next() {
      place += 2;
      if (place < 2 * size) {
        return true;
      }
      Arrays.fill(places, 0);
      size = 0;
      return false;
    }

    @Override
    public long key() {
      return places[place];
    }

    @Override
    public double weight() {
      return Double.longBitsToDouble(places[place + 1]);
    }
  }
}
