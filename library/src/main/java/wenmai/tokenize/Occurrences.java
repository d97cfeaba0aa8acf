package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How often each pair occurs and at which places. A list of places is written once, when a merge creates the pair, and
/// never shortened: a place whose pair has meanwhile been merged away is recognised when the list is read. Lists lie in
/// pages that are dropped when the last list in them has been.
final class Occurrences {
  private static final int PAGE = 1 << 18;
  private static final int[] NO_PLACES = {};
  private final Pairs pairs = new Pairs(1 << 16);
  private long[] counts = new long[1 << 16];
  private long[] starts = new long[1 << 16];
  private int[] lengths = new int[1 << 16];
  private final List<int[]> pages = new ArrayList<>();
  private int[] used = new int[16];
  private int open = newPage(PAGE);
  private int filled;

  long count(long pair) {
    int number = pairs.find(pair);
    return number < 0 ? 0 : counts[number];
  }

  /// Takes occurrences away, perhaps before they were added.
  void lose(long pair, long times) {
    int number = number(pair);
    counts[number] -= times;
    if (counts[number] == 0) {
      drop(number);
    }
  }

  /// Adds a pair's occurrences, which stand at `places[from, to)`.
  void gain(long pair, long times, int[] places, int from, int to) {
    long start = gain(pair, times, to - from);
    System.arraycopy(places, from, page(start), (int) start, to - from);
  }

  /// Adds a pair's occurrences, whose `length` places follow through [#set]; returns where the first goes.
  long gain(long pair, long times, int length) {
    int number = number(pair);
    counts[number] += times;
    return reserve(number, length);
  }

  void set(long at, int place) {
    page(at)[(int) at] = place;
  }

  /// The places of a pair in ascending order, some of them outdated; they are forgotten here.
  int[] take(long pair) {
    int number = pairs.find(pair);
    int start = (int) starts[number];
    int[] places = Arrays.copyOfRange(page(starts[number]), start, start + lengths[number]);
    drop(number);
    Arrays.sort(places);
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

  private int[] page(long at) {
    return pages.get((int) (at >> 32));
  }

  private void drop(int number) {
    int page = (int) (starts[number] >> 32);
    used[page] -= lengths[number];
    if (lengths[number] > 0 && used[page] == 0 && page != open) {
      pages.set(page, NO_PLACES);
    }
    lengths[number] = 0;
  }

  private int newPage(int length) {
    pages.add(new int[length]);
    if (pages.size() > used.length) {
      used = Arrays.copyOf(used, used.length * 2);
    }
    return pages.size() - 1;
  }
}
