package wenmai.tokenize;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// A unigram language model while it is learned: pieces in order, and their log-probabilities. Its steps are those of
/// SentencePiece's trainer (Kudo 2018 §3.2).
final class UnigramModel {
  private static final double LEAST_COUNT = 0.5;
  private static final int PARTS = 16;
  private final List<String> pieces;
  private final double[] scores;
  private final double worst;
  private final Trie trie;

  private UnigramModel(List<String> pieces, double[] scores) {
    this.pieces = pieces;
    this.scores = scores;
    this.worst = Arrays.stream(scores).min().orElse(0);
    this.trie = Trie.of(pieces, i -> true);
  }

  /// Probabilities in proportion to weights.
  static UnigramModel of(SortedMap<String, Double> weights) {
    double all = weights.values().stream().mapToDouble(weight -> weight).sum();
    return new UnigramModel(List.copyOf(weights.keySet()),
        weights.values().stream().mapToDouble(weight -> Math.log(weight / all)).toArray());
  }

  int size() {
    return pieces.size();
  }

  List<String> pieces() {
    return pieces;
  }

  double[] scores() {
    return scores;
  }

  double worst() {
    return worst;
  }

  OptionalDouble score(String piece) {
    int i = Collections.binarySearch(pieces, piece);
    return i < 0 ? OptionalDouble.empty() : OptionalDouble.of(scores[i]);
  }

  /// How often each piece is expected in the corpus, over all ways to cut it (the E step).
  double[] expected(UnigramCorpus corpus) {
    return sums(corpus, Lattice::expect);
  }

  /// Without pieces that are hardly expected, log-probabilities that maximise the posterior under a Dirichlet process,
  /// digamma in the place of the logarithm: it takes from the rare, so that they die out (the M step; Liang and Klein
  /// 2007).
  UnigramModel maximised(double[] expected) {
    int[] kept = IntStream.range(0, size()).filter(i -> expected[i] >= LEAST_COUNT).toArray();
    double all = digamma(Arrays.stream(kept).mapToDouble(i -> expected[i]).sum());
    return only(kept, Arrays.stream(kept).mapToDouble(i -> digamma(expected[i]) - all));
  }

  /// The `size` pieces whose loss would cost most probability, or fewer if the best cut has fewer.
  UnigramModel pruned(UnigramCorpus corpus, int size) {
    double[] counts = sums(corpus, (lattice, times, sums) -> {
      for (int edge : lattice.path()) {
        if (lattice.piece(edge) != Lattice.UNKNOWN) {
          sums[lattice.piece(edge)] += times;
        }
      }
    });
    double all = Arrays.stream(counts).sum();
    double[] losses = new double[size()];
    IntStream.range(0, PARTS).parallel().forEach(part -> {
      var lattice = new Lattice(trie, scores, worst);
      for (int i = part; i < losses.length; i += PARTS) {
        losses[i] = counts[i] == 0 ? Double.NEGATIVE_INFINITY : loss(i, lattice, counts, all);
      }
    });
    int[] kept = Arrays.stream(Largest.of(losses, size)).filter(i -> losses[i] > Double.NEGATIVE_INFINITY).toArray();
    return only(kept, Arrays.stream(kept).mapToDouble(i -> scores[i]));
  }

  /// By how much the corpus' log-probability falls if piece `i` is gone everywhere and its best cut into others comes in
  /// its place. A character cannot go; a piece that is worse than its parts can at no cost.
  private double loss(int i, Lattice lattice, double[] counts, double all) {
    char[] piece = pieces.get(i).toCharArray();
    if (Character.codePointCount(piece, 0, piece.length) == 1) {
      return Double.POSITIVE_INFINITY;
    }
    lattice.read(piece, 0, piece.length, piece.length - 1);
    if (lattice.best() > scores[i]) {
      return Double.NEGATIVE_INFINITY;
    }
    int[] parts = lattice.path();
    double allThen = all + counts[i] * (parts.length - 1);
    double then = 0;
    for (int edge : parts) {
      double count = lattice.piece(edge) == Lattice.UNKNOWN ? 0 : counts[lattice.piece(edge)];
      then += Math.log((count + counts[i]) / allThen);
    }
    return counts[i] * (Math.log(counts[i] / all) - then);
  }

  private UnigramModel only(int[] kept, DoubleStream scoresThen) {
    return new UnigramModel(Arrays.stream(kept).mapToObj(pieces::get).toList(), scoresThen.toArray());
  }

  private interface Visit {
    /// Adds what a run that occurs so many `times` brings to the sums by piece.
    void accept(Lattice lattice, double times, double[] sums);
  }

  /// Sums over the corpus, part by part on all cores.
  private double[] sums(UnigramCorpus corpus, Visit visit) {
    var parts = IntStream.range(0, PARTS).parallel().mapToObj(part -> {
      double[] sums = new double[size()];
      var lattice = new Lattice(trie, scores, worst);
      for (int run = part; run < corpus.size(); run += PARTS) {
        lattice.read(corpus.text(), corpus.starts()[run], corpus.ends()[run], UnigramSeeds.LONGEST);
        visit.accept(lattice, corpus.counts()[run], sums);
      }
      return sums;
    }).toList();
    double[] all = new double[size()];
    for (double[] part : parts) {
      Arrays.setAll(all, i -> all[i] + part[i]);
    }
    return all;
  }

  /// The derivative of the logarithm of the gamma function (Abramowitz and Stegun 6.3.5 and 6.3.18).
  static double digamma(double x) {
    double below = 0;
    for (; x < 10; x++) {
      below += 1 / x;
    }
    double s = 1 / (x * x);
    return Math.log(x) - 0.5 / x - s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s / 240))) - below;
  }
}
