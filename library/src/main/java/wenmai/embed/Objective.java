package wenmai.embed;

import java.util.SplittableRandom;

/// What stands in for the softmax over all words: a few yes-or-no questions to a context about its centre word. Each question
/// has a row of the output matrix; the probability of a yes is σ(x · row).
sealed interface Objective {

  /// Rows of the output matrix.
  int rows();

  /// Questions about one word, at most.
  int most();

  /// Puts the questions about a word, and which of them the truth answers with yes, from place `at` on. Returns where they end.
  int ask(int word, SplittableRandom random, int[] rows, boolean[] yes, int at);

  /// "Is this the word?", of the word itself and of `negatives` others, drawn by their counts to the power of ¾: Mikolov 2013b
  /// eq. 4. All words of a context answer the same questions (Ji 2016 §3.1), where word2vec.c draws for each of them.
  record NegativeSampling(int words, AliasTable noise, int negatives) implements Objective {
    private static final double POWER = 0.75;

    static NegativeSampling of(long[] counts, int negatives) {
      var weights = new double[counts.length];
      for (int word = 0; word < weights.length; word++) {
        weights[word] = Math.pow(counts[word], POWER);
      }
      return new NegativeSampling(counts.length, new AliasTable(weights), negatives);
    }

    @Override
    public int rows() {
      return words;
    }

    @Override
    public int most() {
      return 1 + negatives;
    }

    @Override
    public int ask(int word, SplittableRandom random, int[] rows, boolean[] yes, int at) {
      rows[at] = word;
      yes[at] = true;
      if (words == 1) {
        return at + 1;
      }
      for (int i = at + 1; i <= at + negatives; i++) {
        yes[i] = false;
        do {
          rows[i] = noise.draw(random);
        } while (rows[i] == word);
      }
      return at + most();
    }
  }

  /// "Is it below the first child?", of each inner node of a tree on the way to the word: Morin and Bengio 2005; with Huffman's
  /// tree Mikolov 2013a §2.1.
  record HierarchicalSoftmax(Huffman tree, int most) implements Objective {
    static HierarchicalSoftmax of(long[] counts) {
      var tree = new Huffman(counts);
      return new HierarchicalSoftmax(tree, tree.depth());
    }

    @Override
    public int rows() {
      return tree.inner();
    }

    @Override
    public int ask(int word, SplittableRandom random, int[] rows, boolean[] yes, int at) {
      return tree.path(word, rows, yes, at);
    }
  }
}
