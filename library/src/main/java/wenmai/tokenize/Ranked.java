package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Merges, as pairs of ids, with the rank of each: the lowest is merged first, and of equals the leftmost in the text.
record Ranked(long[] pairs, int[] ranks) {

  /// Merges in the order in which they were learned.
  static Ranked inOrder(long[] pairs) {
    return new Ranked(pairs, IntStream.range(0, pairs.length).toArray());
  }

  /// Merges of a vocabulary that has a score for each token instead of a list of merges (SentencePiece, llama2.c,
  /// tiktoken). There the pair whose union has the best score comes first, whatever the pair; so every way to cut a
  /// token in two is a merge, with the rank of the token's score. `pieces` are the ids that merges may come to or from.
  static Ranked byScore(Map<String, Integer> pieces, IntToDoubleFunction score) {
    record Cut(long pair, double score) {}
    var cuts = new ArrayList<Cut>();
    pieces.forEach((token, id) -> {
      for (int cut = 1; cut < token.length(); cut++) {
        var left = pieces.get(token.substring(0, cut));
        var right = left == null ? null : pieces.get(token.substring(cut));
        if (left != null && right != null) {
          cuts.add(new Cut(Pairs.key(left, right), score.applyAsDouble(id)));
        }
      }
    });
    cuts.sort(Comparator.comparingDouble(Cut::score).reversed());
    int[] ranks = new int[cuts.size()];
    for (int i = 1; i < ranks.length; i++) {
      ranks[i] = ranks[i - 1] + (cuts.get(i).score == cuts.get(i - 1).score ? 0 : 1);
    }
    return new Ranked(cuts.stream().mapToLong(Cut::pair).toArray(), ranks);
  }
}
