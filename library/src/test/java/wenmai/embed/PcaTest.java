package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wenmai.tokenize.Progress;

class PcaTest {

  private static double[][] random(int n, int... spreads) {
    var random = new Random(SEED);
    var points = new double[n][spreads.length];
    for (var point : points) {
      Arrays.setAll(point, d -> 3 + spreads[d] * random.nextGaussian());
    }
    return mixed(points);
  }

  /// Each coordinate takes in the one before, so that no axis is a coordinate.
  private static double[][] mixed(double[][] points) {
    for (var point : points) {
      for (int d = 1; d < point.length; d++) {
        point[d] += 0.7 * point[d - 1];
      }
    }
    return points;
  }

  @Test
  void placesAreThoseOfTheEigenvectorsOfTheCovariance() {
    for (int[] spreads : new int[][] {{5, 3, 1}, {1, 2, 9, 4, 1, 7}, {1, 6}}) {
      var points = random(40, spreads);
      var plane = new Pca().of(points, Progress.NONE);
      var twin = eigen(points);
      for (int axis = 0; axis < 2; axis++) {
        int a = axis;
        double sign = Math.signum(IntStream.range(0, points.length).mapToDouble(i -> plane[i][a] * twin[i][a]).sum());
        for (int i = 0; i < points.length; i++) {
          assertThat(sign * plane[i][axis]).as("seed %d", SEED).isCloseTo(twin[i][axis], within(1e-8));
        }
      }
    }
  }

  /// By Jacobi's rotations (1846), which make the covariance diagonal.
  private static double[][] eigen(double[][] points) {
    int d = points[0].length;
    var mean = IntStream.range(0, d).mapToDouble(k -> Arrays.stream(points).mapToDouble(p -> p[k]).average().orElseThrow()).toArray();
    var a = new double[d][d];
    for (int r = 0; r < d; r++) {
      for (int c = 0; c < d; c++) {
        for (var p : points) {
          a[r][c] += (p[r] - mean[r]) * (p[c] - mean[c]) / points.length;
        }
      }
    }
    var v = new double[d][d];
    for (int k = 0; k < d; k++) {
      v[k][k] = 1;
    }
    for (int sweep = 0; sweep < 50; sweep++) {
      for (int p = 0; p < d; p++) {
        for (int q = p + 1; q < d; q++) {
          double angle = 0.5 * Math.atan2(2 * a[p][q], a[p][p] - a[q][q]);
          turn(a, p, q, angle);
          turnColumns(a, p, q, angle);
          turnColumns(v, p, q, angle);
        }
      }
    }
    var order = IntStream.range(0, d).boxed().sorted(Comparator.comparingDouble(k -> -a[k][k])).toList();
    return Arrays.stream(points).map(point -> IntStream.range(0, 2)
        .mapToDouble(axis -> IntStream.range(0, d).mapToDouble(k -> (point[k] - mean[k]) * v[k][order.get(axis)]).sum()).toArray())
        .toArray(double[][]::new);
  }

  private static void turn(double[][] m, int p, int q, double angle) {
    for (int k = 0; k < m.length; k++) {
      double x = m[p][k];
      double y = m[q][k];
      m[p][k] = Math.cos(angle) * x + Math.sin(angle) * y;
      m[q][k] = Math.cos(angle) * y - Math.sin(angle) * x;
    }
  }

  private static void turnColumns(double[][] m, int p, int q, double angle) {
    for (var row : m) {
      double x = row[p];
      double y = row[q];
      row[p] = Math.cos(angle) * x + Math.sin(angle) * y;
      row[q] = Math.cos(angle) * y - Math.sin(angle) * x;
    }
  }

  @Test
  void fewPointsAndEqualOnesHavePlacesToo() {
    assertThat(new Pca().of(new double[][] {{1, 2, 3}}, Progress.NONE)).isDeepEqualTo(new double[][] {{0, 0}});
    assertThat(new Pca().of(new double[][] {{1, 2}, {1, 2}}, Progress.NONE)).isDeepEqualTo(new double[][] {{0, 0}, {0, 0}});
    assertThat(new Pca().of(new double[][] {{1}, {3}}, Progress.NONE)).isDeepEqualTo(new double[][] {{-1, 0}, {1, 0}});
  }
}
