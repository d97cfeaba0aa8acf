package wenmai.tokenize;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Strings with a number each, followed character by character (Fredkin 1960). A node is a place in one hash table,
/// found by its parent's place and the character between them: one look-up a step, 24 to 48 bytes a node.
final class Trie {
  static final int ROOT = 0;
  /// No such node, or no string that ends at this one.
  static final int NONE = -1;
  private static final long TAKEN_BY_ROOT = -1;
  private final long[] edges;
  private final int[] numbers;

  private Trie(int nodes) {
    edges = new long[Integer.highestOneBit(nodes) * 4];
    edges[ROOT] = TAKEN_BY_ROOT;
    numbers = new int[edges.length];
    Arrays.fill(numbers, NONE);
  }

  /// A string's number is its place in the list; only those whose numbers are `in` are kept.
  static Trie of(List<String> strings, IntPredicate in) {
    var trie = new Trie(nodes(IntStream.range(0, strings.size()).filter(in).mapToObj(strings::get).sorted().toList()));
    IntStream.range(0, strings.size()).filter(in).forEach(number -> trie.put(strings.get(number), number));
    return trie;
  }

  /// The node that a character leads to.
  int child(int node, char c) {
    long edge = edge(node, c);
    int place = place(edge);
    while (edges[place] != edge) {
      if (edges[place] == 0) {
        return NONE;
      }
      place = place + 1 & edges.length - 1;
    }
    return place;
  }

  /// The number of the string that ends at a node.
  int number(int node) {
    return numbers[node];
  }

  private void put(String string, int number) {
    int node = ROOT;
    for (int i = 0; i < string.length(); i++) {
      long edge = edge(node, string.charAt(i));
      node = place(edge);
      while (edges[node] != 0 && edges[node] != edge) {
        node = node + 1 & edges.length - 1;
      }
      edges[node] = edge;
    }
    numbers[node] = number;
  }

  /// The nodes below the root that sorted strings need: each string's characters behind what it shares with the last.
  private static int nodes(List<String> sorted) {
    int nodes = 1;
    var last = "";
    for (var string : sorted) {
      int shared = 0;
      while (shared < Math.min(last.length(), string.length()) && last.charAt(shared) == string.charAt(shared)) {
        shared++;
      }
      nodes += string.length() - shared;
      last = string;
    }
    return nodes;
  }

  private static long edge(int node, char c) {
    return ((long) node << 16 | c) + 1;
  }

  private int place(long edge) {
    return (int) (edge * 0x9E3779B97F4A7C15L >>> 32) & edges.length - 1;
  }
}
