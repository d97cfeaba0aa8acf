package wenmai.embed;

import java.util.SplittableRandom;
import wenmai.embed.Word2Vec.Algorithm;

/// What one thread of word2vec learns with: it takes a step for each word of a sentence and the words around it. With pieces of
/// words, skip-gram asks the other way round, a centre about the words of its context, as fastText does: then the mean of its
/// rows is taken once a window.
final class Learner implements Training.Learner {
  private final Word2Vec how;
  private final Units units;
  private final NativeMatrix in;
  private final NativeMatrix out;
  private final Objective objective;
  private final boolean reversed;
  private final Step step;
  private final int[] context;
  private final long[] inputs;
  private final int[] asked;
  private final long[] outputs;
  private final boolean[] yes;

  /// Gradient ascent on the answers that inputs give.
  interface Step {
    /// @param inputs  addresses of `n` rows x
    /// @param outputs of `m` rows y
    /// @param yes     the true answers
    void run(long[] inputs, int n, long[] outputs, boolean[] yes, int m, float rate);
  }

  Learner(Word2Vec how, Units units, NativeMatrix in, NativeMatrix out, Objective objective) {
    this.how = how;
    this.units = units;
    this.in = in;
    this.out = out;
    this.objective = objective;
    boolean byItself = how.algorithm() == Algorithm.SKIPGRAM;
    int most = units.most();
    reversed = byItself && most > 1;
    context = new int[2 * how.window()];
    inputs = new long[context.length * most];
    asked = new int[(reversed ? context.length : 1) * objective.most()];
    outputs = new long[asked.length];
    yes = new boolean[asked.length];
    step = byItself && !reversed ? new WindowStep(context.length, asked.length, in.stride()) : new MeanStep(asked.length, in.stride());
  }

  @Override
  public void learn(int[] sentence, int length, float rate, SplittableRandom random) {
    for (int centre = 0; centre < length; centre++) {
      window(sentence, centre, length, rate, random);
    }
  }

  /// Its width is drawn anew for each word, so that near words count more.
  private void window(int[] sentence, int centre, int length, float rate, SplittableRandom random) {
    int reach = 1 + random.nextInt(how.window());
    int around = 0;
    for (int i = Math.max(0, centre - reach); i <= Math.min(length - 1, centre + reach); i++) {
      if (i != centre) {
        context[around++] = sentence[i];
      }
    }
    if (around > 0) {
      learn(sentence[centre], around, rate, random);
    }
  }

  private void learn(int word, int around, float rate, SplittableRandom random) {
    int n = 0;
    int m = 0;
    for (int i = 0; i < around; i++) {
      if (reversed) {
        m = objective.ask(context[i], random, asked, yes, m);
      } else {
        n = put(context[i], n);
      }
    }
    if (reversed) {
      n = put(word, 0);
    } else {
      m = objective.ask(word, random, asked, yes, 0);
    }
    for (int j = 0; j < m; j++) {
      outputs[j] = out.address(asked[j]);
    }
    step.run(inputs, n, outputs, yes, m, rate);
  }

  /// The rows of a word, from place `at` on; returns where they end.
  private int put(int word, int at) {
    int end = at;
    for (int row : units.rows().get(word)) {
      inputs[end++] = in.address(row);
    }
    return end;
  }
}
