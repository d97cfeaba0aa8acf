package wenmai.tokenize;

import java.util.Arrays;

/// All ways to cut a text into pieces: a graph whose nodes are the places between characters and whose edges are
/// pieces, each with its log-probability. A cut's probability is the product of its pieces' (Kudo 2018 §3.2). Reading
/// a text takes a step for each character and each character of the longest piece that starts there; what comes
/// after takes one for each edge. Holds one text at a time, for one thread.
final class Lattice {
  static final int UNKNOWN = Trie.NONE;
  private static final double UNKNOWN_PENALTY = 10;
  private final Trie trie;
  private final double[] scores;
  private final double unknownScore;
  private int length;
  private double[] best = new double[32];
  private int[] bestInto = new int[32];
  private int edges;
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int[] piece = new int[64];

  /// `scores` by the trie's numbers; a character that is no piece scores less than the `worst` piece, by 10 as in
  /// SentencePiece.
  Lattice(Trie trie, double[] scores, double worst) {
    this.trie = trie;
    this.scores = scores;
    this.unknownScore = worst - UNKNOWN_PENALTY;
  }

  /// Reads `text[start, end)`, which holds no lone surrogates, with pieces of at most `longest` characters.
  void read(char[] text, int start, int end, int longest) {
    length = end - start;
    edges = 0;
    if (best.length <= length) {
      best = new double[2 * length];
      bestInto = new int[2 * length];
    }
    Arrays.fill(bestInto, 0, length + 1, -1);
    for (int i = 0, width; i < length; i += width) {
      width = Character.isHighSurrogate(text[start + i]) ? 2 : 1;
      if (!pieces(text, start, i, Math.min(length, i + longest), i + width)) {
        add(i, i + width, UNKNOWN, unknownScore);
      }
    }
  }

  /// Adds the pieces that start at `i`; whether the character there is one of them.
  private boolean pieces(char[] text, int start, int i, int last, int next) {
    boolean single = false;
    int node = Trie.ROOT;
    for (int j = i; j < last; j++) {
      node = trie.child(node, text[start + j]);
      if (node == Trie.NONE) {
        break;
      }
      int number = trie.number(node);
      if (number != Trie.NONE) {
        add(i, j + 1, number, scores[number]);
        single |= j + 1 == next;
      }
    }
    return single;
  }

  private void add(int begin, int end, int number, double score) {
    if (edges == from.length) {
      from = Arrays.copyOf(from, 2 * edges);
      to = Arrays.copyOf(to, 2 * edges);
      piece = Arrays.copyOf(piece, 2 * edges);
    }
    from[edges] = begin;
    to[edges] = end;
    piece[edges] = number;
    double total = best[begin] + score;
    if (bestInto[end] < 0 || total > best[end]) {
      best[end] = total;
      bestInto[end] = edges;
    }
    edges++;
  }

  /// The log-probability of the best cut.
  double best() {
    return best[length];
  }

  /// The edges of the best cut from left to right (Viterbi 1967).
  int[] path() {
    int n = 0;
    for (int i = length; i > 0; i = from[bestInto[i]]) {
      n++;
    }
    int[] path = new int[n];
    for (int i = length; i > 0; i = from[bestInto[i]]) {
      path[--n] = bestInto[i];
    }
    return path;
  }

  /// An edge's piece, or [#UNKNOWN].
  int piece(int edge) {
    return piece[edge];
  }

  int from(int edge) {
    return from[edge];
  }

  int to(int edge) {
    return to[edge];
  }

  /// Adds to `expected` how often each piece is expected in the text, `times` over: its share of the probability of all
  /// cuts, by sums forward and backward (Baum 1970). Sums are relative to the best cut up to each place; so they lie
  /// between 1 and the number of cuts, without logarithms, for up to a thousand characters.
  void expect(double times, double[] expected) {
    double[] forward = new double[length + 1];
    double[] backward = new double[length + 1];
    double[] weights = new double[edges];
    forward[0] = 1;
    backward[length] = 1;
    for (int e = 0; e < edges; e++) {
      double score = piece[e] == UNKNOWN ? unknownScore : scores[piece[e]];
      weights[e] = Math.exp(best[from[e]] + score - best[to[e]]);
      forward[to[e]] += forward[from[e]] * weights[e];
    }
    for (int e = edges - 1; e >= 0; e--) {
      backward[from[e]] += weights[e] * backward[to[e]];
      if (piece[e] != UNKNOWN) {
        expected[piece[e]] += times * (forward[from[e]] * weights[e] * backward[to[e]] / forward[length]);
      }
    }
  }
}
