package wenmai.tokenize;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The pieces that training starts from: the characters, and of all strings within runs that occur twice or more those
/// that cover most characters, length times count. Found among the inner nodes of the tree of suffixes, cut off at the
/// longest piece's length (Kasai 2001): places are sorted by what follows them (Bentley and Sedgewick 1997), then
/// one pass over neighbours meets every node. About n log n steps and 4 bytes a character for n characters in the
/// distinct runs, beside 16 bytes a node.
final class UnigramSeeds {
  static final int LONGEST = 16;
  private final UnigramCorpus corpus;
  private final char[] text;
  private final int[] places;

  private int found;
  private int[] at = new int[1 << 10];
  private int[] lengths = new int[1 << 10];
  private double[] covers = new double[1 << 10];

  private UnigramSeeds(UnigramCorpus corpus) {
    this.corpus = corpus;
    this.text = corpus.text();
    this.places = sorted();
  }

  /// The pieces in order, each with the characters it covers.
  static TreeMap<String, Double> of(UnigramCorpus corpus, int limit) {
    var seeds = new UnigramSeeds(corpus);
    seeds.findNodes();
    var pieces = new TreeMap<String, Double>();
    for (int i : Largest.of(Arrays.copyOf(seeds.covers, seeds.found), limit)) {
      pieces.put(new String(seeds.text, seeds.at[i], seeds.lengths[i]), seeds.covers[i]);
    }
    corpus.characters().forEach((c, count) -> pieces.put(c, (double) count));
    return pieces;
  }

  /// All places of characters by what follows, sorted first by one character, then the rest of each on all cores.
  private int[] sorted() {
    int[] starts = new int[Character.MAX_VALUE + 2];
    for (int i = 0; i < text.length; i++) {
      if (starts(i)) {
        starts[text[i] + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] sorted = new int[starts[starts.length - 1]];
    int[] next = starts.clone();
    for (int i = 0; i < text.length; i++) {
      if (starts(i)) {
        sorted[next[text[i]]++] = i;
      }
    }
    IntStream.range(0, starts.length - 1).parallel().forEach(c -> sort(sorted, starts[c], starts[c + 1], 1));
    return sorted;
  }

  private boolean starts(int place) {
    return text[place] != UnigramCorpus.GAP && !Character.isLowSurrogate(text[place]);
  }

  /// Sorts places that agree in their first `depth` characters: by the next one into three parts, of which the middle
  /// one goes on with the character behind it. Those that end together stay as they are.
  private void sort(int[] sorted, int from, int to, int depth) {
    while (to - from > 1 && depth < LONGEST) {
      char pivot = text[sorted[from + to >>> 1] + depth];
      int less = from;
      int greater = to;
      for (int i = from; i < greater; ) {
        char c = text[sorted[i] + depth];
        if (c < pivot) {
          swap(sorted, less++, i++);
        } else if (c > pivot) {
          swap(sorted, i, --greater);
        } else {
          i++;
        }
      }
      sort(sorted, from, less, depth);
      sort(sorted, greater, to, depth);
      if (pivot == UnigramCorpus.GAP) {
        return;
      }
      from = less;
      to = greater;
      depth++;
    }
  }

  private static void swap(int[] sorted, int i, int j) {
    int place = sorted[i];
    sorted[i] = sorted[j];
    sorted[j] = place;
  }

  /// Keeps a path of open nodes, the deepest last. A node closes where two neighbours share less than its depth; then
  /// all its places have been met, and its weight goes to the node above it.
  private void findNodes() {
    int[] depths = new int[LONGEST + 2];
    long[] weights = new long[LONGEST + 2];
    int top = 0;
    for (int i = 0; i <= places.length; i++) {
      int shared = i == 0 || i == places.length ? 0 : shared(places[i - 1], places[i]);
      long carried = 0;
      for (; depths[top] > shared; top--) {
        carried += weights[top];
        keep(places[i - 1], depths[top], carried);
      }
      if (depths[top] < shared) {
        depths[++top] = shared;
        weights[top] = 0;
      }
      weights[top] += carried;
      if (i < places.length) {
        int length = length(places[i]);
        if (depths[top] < length) {
          depths[++top] = length;
          weights[top] = 0;
        }
        weights[top] += corpus.counts()[corpus.run(places[i])];
      }
    }
  }

  private void keep(int place, int length, long times) {
    boolean whole = !Character.isHighSurrogate(text[place + length - 1]);
    int characters = Character.codePointCount(text, place, length);
    if (!whole || characters < 2 || times < 2) {
      return;
    }
    if (found == at.length) {
      at = Arrays.copyOf(at, 2 * found);
      lengths = Arrays.copyOf(lengths, 2 * found);
      covers = Arrays.copyOf(covers, 2 * found);
    }
    at[found] = place;
    lengths[found] = length;
    covers[found++] = (double) times * characters;
  }

  /// How many characters two places share.
  private int shared(int a, int b) {
    int n = 0;
    while (n < LONGEST && text[a + n] != UnigramCorpus.GAP && text[a + n] == text[b + n]) {
      n++;
    }
    return n;
  }

  /// How many characters stand up to the run's end.
  private int length(int place) {
    return Math.min(LONGEST, corpus.ends()[corpus.run(place)] - place);
  }
}
