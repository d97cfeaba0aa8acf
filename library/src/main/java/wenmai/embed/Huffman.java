package wenmai.embed;

/// A binary tree with the words as leaves, the frequent ones near the root (Huffman 1952). A word is a path of V − 1 inner
/// nodes' decisions, about log₂ of the inverse of its probability of them.
///
/// Built in one walk over counts in descending order, for the two rarest of what is left are always at the ends of two
/// queues: the leaves, and the inner nodes as they arise.
final class Huffman {
  private final int words;
  private final int[] parent;        // of each leaf, then of each inner node
  private final boolean[] second;    // is it its parent's second child?

  /// @param counts in descending order
  Huffman(long[] counts) {
    words = counts.length;
    int nodes = 2 * words - 1;
    parent = new int[nodes];
    second = new boolean[nodes];
    var weight = new long[nodes];
    System.arraycopy(counts, 0, weight, 0, words);
    int leaf = words - 1;
    int inner = words;
    for (int made = words; made < nodes; made++) {
      for (int child = 0; child < 2; child++) {
        int least = leaf >= 0 && (inner == made || weight[leaf] < weight[inner]) ? leaf-- : inner++;
        weight[made] += weight[least];
        parent[least] = made;
        second[least] = child == 1;
      }
    }
  }

  /// The decisions on the way to a word: inner nodes, numbered from 0, and whether the first child is taken, from place
  /// `at` on. Returns where they end.
  int path(int word, int[] nodes, boolean[] first, int at) {
    int root = parent.length - 1;
    int end = at;
    for (int node = word; node != root; node = parent[node]) {
      nodes[end] = parent[node] - words;
      first[end++] = !second[node];
    }
    return end;
  }

  int inner() {
    return words - 1;
  }

  /// The longest path.
  int depth() {
    int most = 0;
    for (int word = 0; word < words; word++) {
      int length = 0;
      for (int node = word; node != parent.length - 1; node = parent[node]) {
        length++;
      }
      most = Math.max(most, length);
    }
    return most;
  }
}
