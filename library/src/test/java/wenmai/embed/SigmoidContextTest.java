package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.embed.Objective.NegativeSampling;
import wenmai.message.BadInput;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

class SigmoidContextTest {
  private static final int V = 6;
  private static final int D = 5;
  private static final int PLACES = 4;
  private static final int[] CONTEXT = {2, -1, 0, 3};   // the second lies beyond the sentence
  private static final int[] ASKED = {1, 4, 5};
  private static final boolean[] YES = {true, false, false};

  @TempDir
  private Path folder;

  private static SigmoidLayer layer() {
    var layer = SigmoidLayer.of(V, D, PLACES, new Seed(SEED));
    var random = new Random(SEED);
    for (int word = 0; word < V; word++) {
      for (int d = 0; d < D; d++) {
        layer.words().set(word, d, (float) random.nextGaussian());
        layer.out().set(word, d, (float) random.nextGaussian());
      }
    }
    return layer;
  }

  /// Σⱼ log p(answer j) with p(yes) = σ(h · yⱼ), h = σ(W [x₁ … xₙ]), by loops.
  private static double logLikelihood(SigmoidLayer layer) {
    double sum = 0;
    for (int j = 0; j < ASKED.length; j++) {
      double dot = 0;
      for (int unit = 0; unit < D; unit++) {
        dot += hidden(layer, unit) * layer.out().get(ASKED[j], unit);
      }
      sum -= Math.log1p(Math.exp(YES[j] ? -dot : dot));
    }
    return sum;
  }

  private static double hidden(SigmoidLayer layer, int unit) {
    double z = 0;
    for (int place = 0; place < PLACES; place++) {
      for (int d = 0; CONTEXT[place] >= 0 && d < D; d++) {
        z += (double) layer.hidden().get(unit, place * NativeMatrix.stride(D) + d) * layer.words().get(CONTEXT[place], d);
      }
    }
    return 1 / (1 + Math.exp(-z));
  }

  @Test
  void goesUpTheSlopeOfTheLogLikelihood() {
    for (int matrix = 0; matrix < 3; matrix++) {
      var layer = layer();
      var rows = matrix == 0 ? layer.words() : matrix == 1 ? layer.hidden() : layer.out();
      int columns = matrix == 1 ? PLACES * NativeMatrix.stride(D) : D;
      var slopes = new double[(int) rows.count()][columns];
      var before = new float[slopes.length][];
      for (int row = 0; row < slopes.length; row++) {
        before[row] = rows.row(row);
        for (int column = 0; column < columns; column++) {
          slopes[row][column] = slope(layer, rows, row, column);
        }
      }
      new SigmoidStep(layer, NegativeSampling.of(new long[V], 2)).learn(CONTEXT, ASKED, YES, ASKED.length, 1);
      for (int row = 0; row < slopes.length; row++) {
        for (int column = 0; column < columns; column++) {
          assertThat((double) rows.get(row, column) - before[row][column]).as("seed %d, matrix %d, %d %d", SEED, matrix, row, column)
              .isCloseTo(slopes[row][column], within(1e-3));
        }
      }
    }
  }

  private static double slope(SigmoidLayer layer, NativeMatrix rows, int row, int column) {
    float before = rows.get(row, column);
    float h = 1f / 128;
    rows.set(row, column, before + h);
    double above = logLikelihood(layer);
    rows.set(row, column, before - h);
    double below = logLikelihood(layer);
    rows.set(row, column, before);
    return (above - below) / (2 * h);
  }

  @Test
  void paddingStaysZero() {
    var layer = layer();
    new SigmoidStep(layer, NegativeSampling.of(new long[V], 2)).learn(CONTEXT, ASKED, YES, ASKED.length, 1);
    for (int d = D; d < layer.out().stride(); d++) {
      assertThat(layer.out().get(ASKED[0], d)).isZero();
      assertThat(layer.words().get(CONTEXT[0], d)).isZero();
      assertThat(layer.hidden().get(0, d)).isZero();
    }
  }

  private WordVectors train(int threads, int lines, int epochs) throws IOException {
    var how = new SigmoidContext(20, 2, 5, 1, 0, 0.1, epochs, threads, new Seed(SEED));
    return how.train(Topics.text(folder, lines), folder, Progress.NONE, () -> false).vectors();
  }

  @Test
  void wordsOfOneTopicComeNearEachOther() throws IOException {
    var vectors = train(1, 3000, 5);
    for (int topic = 0; topic < Topics.TOPICS; topic++) {
      var letter = Topics.word(topic, 0).substring(0, 1);
      assertThat(vectors.nearest(Topics.word(topic, 0), Topics.WORDS - 1)).as("seed %d", SEED).allMatch(near -> near.word().startsWith(letter));
    }
  }

  @Test
  void withOneThreadTheSameSeedGivesTheSameVectors() throws IOException {
    var first = train(1, 300, 1);
    var second = train(1, 300, 1);
    assertThat(first.words()).allSatisfy(word -> assertThat(second.vector(word)).containsExactly(first.vector(word)));
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new SigmoidContext(20, 2, 0, 1, 0, 0.1, 1, 1, new Seed(1))).isInstanceOf(BadInput.class)
        .hasMessageContaining("negative (0)");
    assertThatThrownBy(() -> new SigmoidContext(20, 2, 5, 1, -1, 0.1, 1, 1, new Seed(1))).isInstanceOf(BadInput.class)
        .hasMessageContaining("sample (-1.0)");
  }
}
