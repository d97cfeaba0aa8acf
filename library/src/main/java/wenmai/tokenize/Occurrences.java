package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How often each pair occurs and at which places, of those that occur so often that they matter. A list of places is written once, when a merge creates the pair, and
/// never shortened: a place whose pair has meanwhile been merged away is recognised when the list is read. Places ascend, and
/// a list holds what each adds to the one before in as few bytes as it needs, of 7 bits each; so most take one byte. Lists lie in
/// pages that are dropped when the last list in them has been.
final class Occurrences {
  private static final int PAGE = 1 << 18;
  private static final int MORE = 0x80;
  private static final int BITS = 7;
  private static final byte[] NOTHING = {};
  private final Pairs pairs = new Pairs(1 << 16);
  private long[] counts = new long[1 << 16];
  private long[] starts = new long[1 << 16];
  private int[] lengths = new int[1 << 16];
  private final List<byte[]> pages = new ArrayList<>();
  private int[] used = new int[16];
  private int open = newPage(PAGE);
  private int filled;
  private final long least;

  /// Of pairs that occur `least` times or more. One that falls below is forgotten.
  Occurrences(long least) {
    this.least = least;
  }

  long count(long pair) {
    int number = pairs.find(pair);
    return number < 0 ? 0 : counts[number];
  }

  void lose(long pair, long times) {
    int number = pairs.find(pair);
    if (number >= 0 && counts[number] > 0) {
      counts[number] -= times;
      if (counts[number] < least) {
        counts[number] = 0;
        drop(number);
      }
    }
  }

  /// Adds a pair's occurrences, which stand at `places[from, to)`, in ascending order.
  void gain(long pair, long times, int[] places, int from, int to) {
    int length = 0;
    for (int i = from; i < to; i++) {
      length += bytes(places[i] - (i == from ? 0 : places[i - 1]));
    }
    long at = gain(pair, times, length);
    for (int i = from; i < to; i++) {
      at = write(at, places[i] - (i == from ? 0 : places[i - 1]));
    }
  }

  /// Adds a pair's occurrences, whose places follow through [#write] in `length` bytes; returns where the first goes.
  long gain(long pair, long times, int length) {
    int number = number(pair);
    counts[number] += times;
    return reserve(number, length);
  }

  /// The bytes of a step from one place to the next.
  static int bytes(int step) {
    return Math.ceilDiv(Integer.SIZE - Integer.numberOfLeadingZeros(step), BITS);
  }

  /// Writes a step at `at`; returns where the next one goes.
  long write(long at, int step) {
    var page = page(at);
    int i = (int) at;
    for (; step >= MORE; step >>>= BITS) {
      page[i++] = (byte) (step | MORE);
    }
    page[i++] = (byte) step;
    return at + i - (int) at;
  }

  /// The places of a pair in ascending order, some of them outdated; they are forgotten here.
  int[] take(long pair) {
    int number = pairs.find(pair);
    int[] places = read(page(starts[number]), (int) starts[number], lengths[number]);
    drop(number);
    return places;
  }

  private static int[] read(byte[] page, int from, int length) {
    int count = 0;
    for (int i = from; i < from + length; i++) {
      count += page[i] >= 0 ? 1 : 0;
    }
    int[] places = new int[count];
    for (int n = 0, i = from, place = 0; n < count; n++) {
      for (int shift = 0, part = MORE; (part & MORE) != 0; shift += BITS) {
        part = page[i++];
        place += (part & MORE - 1) << shift;
      }
      places[n] = place;
    }
    return places;
  }

  private int number(long pair) {
    int number = pairs.add(pair);
    if (number == counts.length) {
      int capacity = number + (number >> 1);
      counts = Arrays.copyOf(counts, capacity);
      starts = Arrays.copyOf(starts, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    return number;
  }

  private long reserve(int number, int length) {
    int page = open;
    int start = filled;
    if (length > PAGE / 8) {
      page = newPage(length);
      start = 0;
    } else if (filled + length > PAGE) {
      open = page = newPage(PAGE);
      start = 0;
      filled = length;
    } else {
      filled += length;
    }
    starts[number] = (long) page << 32 | start;
    lengths[number] = length;
    used[page] += length;
    return starts[number];
  }

  private byte[] page(long at) {
    return pages.get((int) (at >> 32));
  }

  private void drop(int number) {
    int page = (int) (starts[number] >> 32);
    used[page] -= lengths[number];
    if (lengths[number] > 0 && used[page] == 0 && page != open) {
      pages.set(page, NOTHING);
    }
    lengths[number] = 0;
  }

  private int newPage(int length) {
    pages.add(new byte[length]);
    if (pages.size() > used.length) {
      used = Arrays.copyOf(used, used.length * 2);
    }
    return pages.size() - 1;
  }
}
