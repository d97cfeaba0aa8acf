package wenmai.embed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import wenmai.embed.Word2Vec.Algorithm;
import wenmai.tensor.kernel.Kernels;

/// What one thread of word2vec learns with: it takes a step for each word of a sentence and the words around it. With pieces of words, skip-gram asks the other way round, a centre about the
/// words of its context, as fastText does: then the mean of its rows is taken once a window.
final class Learner implements Training.Learner {
  private static final Kernels KERNELS = Kernels.BEST;

  private final Word2Vec how;
  private final Units units;
  private final Rows in;
  private final Rows out;
  private final Objective objective;
  private final WindowStep step;
  private final int[] context;
  private final long[] inputs;
  private final int[] asked;
  private final long[] outputs;
  private final boolean[] yes;
  private final Rows mean;           // of a context, and its gradient
  private final long[] input;
  private final long[] gradient;
  private final MemorySegment factors = Arena.ofAuto().allocate(8, 64);

  Learner(Word2Vec how, Units units, Rows in, Rows out, Objective objective) {
    this.how = how;
    this.units = units;
    this.in = in;
    this.out = out;
    this.objective = objective;
    context = new int[2 * how.window()];
    inputs = new long[context.length * units.most()];
    asked = new int[(units.most() > 1 ? context.length : 1) * objective.most()];
    outputs = new long[asked.length];
    yes = new boolean[asked.length];
    step = new WindowStep(context.length, asked.length, in.stride());
    mean = new Rows(2, in.width());
    input = new long[] {mean.address(0)};
    gradient = new long[] {mean.address(1)};
    factors.setAtIndex(ValueLayout.JAVA_FLOAT, 1, 1);
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
    boolean reversed = how.algorithm() == Algorithm.SKIPGRAM && units.most() > 1;
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
    if (how.algorithm() == Algorithm.SKIPGRAM && !reversed) {
      step.run(inputs, inputs, n, outputs, yes, m, rate);
    } else {
      learnMean(n, m, rate);
    }
  }

  /// The rows of a word, from place `at` on; returns where they end.
  private int put(int word, int at) {
    int end = at;
    for (int place = units.start(word); place < units.end(word); place++) {
      inputs[end++] = in.address(units.row(place));
    }
    return end;
  }

  /// The mean of n rows is the one input, and each of them takes the whole gradient of it, as in word2vec.c: a row's own share,
  /// an nth of that, would only be a smaller rate for wide windows.
  private void learnMean(int n, int m, float rate) {
    int width = in.stride();
    long share = factors.address();
    long one = share + 4;
    factors.setAtIndex(ValueLayout.JAVA_FLOAT, 0, 1f / n);
    KERNELS.affine(input[0], 0, 0, input[0], 2L * width);
    KERNELS.addRows(input[0], share, 0, inputs, n, width);
    step.run(input, gradient, 1, outputs, yes, m, rate);
    for (int i = 0; i < n; i++) {
      KERNELS.addRows(inputs[i], one, 0, gradient, 1, width);
    }
  }
}
