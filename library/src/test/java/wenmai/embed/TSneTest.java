package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.message.BadInput;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

class TSneTest {
  private static final int DIMENSIONS = 10;

  /// Around as many corners as there are clusters, one point of each in turn.
  private static double[][] planted(int clusters, int each) {
    var random = new Random(SEED);
    var points = new double[clusters * each][DIMENSIONS];
    for (int i = 0; i < points.length; i++) {
      Arrays.setAll(points[i], d -> 0.2 * random.nextGaussian());
      points[i][i % clusters] += 2;
    }
    return points;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void threePlantedClustersLieApart(long seed) {
    int clusters = 3;
    var points = planted(clusters, 20);
    var plane = new TSne(TSne.perplexity(points.length), new Seed(seed)).of(points, Progress.NONE);
    double within = 0;
    double between = Double.POSITIVE_INFINITY;
    for (int i = 0; i < plane.length; i++) {
      for (int j = 0; j < i; j++) {
        double distance = Math.sqrt(Points.squaredDistance(plane[i], plane[j]));
        within = i % clusters == j % clusters ? Math.max(within, distance) : within;
        between = i % clusters == j % clusters ? between : Math.min(between, distance);
      }
    }
    assertThat(between).as("seed %d", SEED).isGreaterThan(within / 2);
    assertThat(Clusters.of(plane, clusters, new Seed(seed))).containsExactly(Clusters.of(points, clusters, new Seed(seed)));
  }

  @Test
  void theSameSeedGivesTheSamePlacesAndAnotherDoesNot() {
    var points = planted(4, 6);
    assertThat(new TSne(5, new Seed(7)).of(points, Progress.NONE)).isDeepEqualTo(new TSne(5, new Seed(7)).of(points, Progress.NONE));
    assertThat(new TSne(5, new Seed(7)).of(points, Progress.NONE)[0]).isNotEqualTo(new TSne(5, new Seed(8)).of(points, Progress.NONE)[0]);
  }

  /// 4 Σ_j (p_ij − q_ij) (y_i − y_j) / (1 + |y_i − y_j|²), term by term.
  @Test
  void aStepGoesDownTheGradientOfItsPlainTwin() {
    int n = 9;
    var random = new Random(SEED);
    var p = new double[n * n];
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        p[i * n + j] = random.nextDouble();
        p[j * n + i] = p[i * n + j];
        all += 2 * p[i * n + j];
      }
    }
    double sum = all;
    Arrays.setAll(p, i -> p[i] / sum);
    double rate = 1e-3;
    var descent = new TSneDescent(p, n, rate, new SplittableRandom(SEED));
    var before = descent.places();
    descent.step(1, 0);
    var after = descent.places();
    var slopes = slopes(p, before);
    double gain = 1.2;   // of a first step
    for (int axis = 0; axis < 2; axis++) {
      int a = axis;
      double drift = Arrays.stream(before).mapToDouble(y -> y[a]).average().orElseThrow();   // which is taken out
      for (int i = 0; i < n; i++) {
        assertThat(after[i][axis]).as("seed %d", SEED).isCloseTo(before[i][axis] - drift - rate * gain * slopes[i][axis], within(1e-12));
      }
    }
  }

  private static double[][] slopes(double[] p, double[][] y) {
    int n = y.length;
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        all += i == j ? 0 : 1 / (1 + Points.squaredDistance(y[i], y[j]));
      }
    }
    var slopes = new double[n][2];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double t = 1 / (1 + Points.squaredDistance(y[i], y[j]));
        for (int axis = 0; axis < 2; axis++) {
          slopes[i][axis] += 4 * (p[i * n + j] - t / all) * (y[i][axis] - y[j][axis]) * t;
        }
      }
    }
    return slopes;
  }

  @Test
  void aFewPointsAndEqualOnesHaveFinitePlaces() {
    for (var points : new double[][][] {planted(4, 1), planted(5, 1), new double[12][3]}) {
      var plane = new TSne(TSne.perplexity(points.length), new Seed(1)).of(points, Progress.NONE);
      assertThat(plane).hasDimensions(points.length, 2);
      assertThat(Arrays.stream(plane).flatMapToDouble(Arrays::stream)).allMatch(y -> Math.abs(y) < 1e6);
    }
  }

  @Test
  void moreNeighboursThanAThirdOfTheOthersAreRefused() {
    assertThatThrownBy(() -> new TSne(30, new Seed(1)).of(planted(3, 5), Progress.NONE)).isInstanceOf(BadInput.class)
        .hasMessageContaining("perplexity (30").hasMessageContaining("4.667");
    assertThatThrownBy(() -> new TSne(TSne.perplexity(3), new Seed(1)).of(planted(3, 1), Progress.NONE)).isInstanceOf(BadInput.class)
        .hasMessageContaining("method pca");
  }

  @Test
  void clustersAreNumberedAsTheyCome() {
    assertThat(Clusters.of(planted(5, 8), 5, new Seed(SEED))).startsWith(0, 1, 2, 3, 4, 0, 1, 2, 3, 4).hasSize(40);
    assertThat(Clusters.of(new double[3][2], 8, new Seed(1))).containsExactly(0, 0, 0);
    assertThat(Clusters.of(planted(3, 1), 8, new Seed(1))).containsExactly(0, 1, 2);
  }
}
