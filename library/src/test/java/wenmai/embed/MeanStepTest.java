package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeanStepTest {
  private static final int[][] SHAPES = {{1, 1, 1}, {1, 6, 100}, {10, 6, 100}, {3, 2, 31}, {7, 17, 65}, {20, 1, 128}};   // inputs, outputs, D
  private static final float RATE = 0.3f;

  private static double[][] random(int count, int width, Random random) {
    var rows = new double[count][width];
    for (var row : rows) {
      Arrays.setAll(row, d -> (float) (random.nextGaussian() / Math.sqrt(width)));
    }
    return rows;
  }

  private static NativeMatrix rows(double[][] values) {
    var rows = new NativeMatrix(values.length, values[0].length);
    for (int row = 0; row < values.length; row++) {
      for (int d = 0; d < rows.width(); d++) {
        rows.set(row, d, (float) values[row][d]);
      }
    }
    return rows;
  }

  private static long[] addresses(NativeMatrix rows, int... which) {
    return Arrays.stream(which).mapToLong(rows::address).toArray();
  }

  private static int[] range(int n) {
    return IntStream.range(0, n).toArray();
  }

  private static boolean[] answers(int m, Random random) {
    var yes = new boolean[m];
    for (int j = 0; j < m; j++) {
      yes[j] = random.nextBoolean();
    }
    return yes;
  }

  private static double[] mean(double[][] x) {
    var mean = new double[x[0].length];
    for (var row : x) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += row[d] / x.length;
      }
    }
    return mean;
  }

  private static double dot(double[] a, double[] b) {
    double dot = 0;
    for (int d = 0; d < a.length; d++) {
      dot += a[d] * b[d];
    }
    return dot;
  }

  private static double logLikelihood(double[] h, double[][] y, boolean[] yes) {
    double sum = 0;
    for (int j = 0; j < y.length; j++) {
      sum -= Math.log1p(Math.exp(yes[j] ? -dot(h, y[j]) : dot(h, y[j])));
    }
    return sum;
  }

  /// The slope of the log-likelihood by one number of `at`, which is h or a row of y.
  private static double slope(double[] at, int d, double[] h, double[][] y, boolean[] yes) {
    double before = at[d];
    double step = 1e-5;
    at[d] = before + step;
    double above = logLikelihood(h, y, yes);
    at[d] = before - step;
    double below = logLikelihood(h, y, yes);
    at[d] = before;
    return (above - below) / (2 * step);
  }

  private static void assertMoved(NativeMatrix rows, double[][] before, int row, int d, double gain, int[] shape) {
    assertThat(rows.get(row, d)).as("seed %d, %s", SEED, Arrays.toString(shape)).isCloseTo((float) (before[row][d] + gain), within(1e-5f));
  }

  @Test
  void goesUpTheSlopeOfTheLogLikelihoodByTheMean() {
    var random = new Random(SEED);
    for (var shape : SHAPES) {
      var x = random(shape[0], shape[2], random);
      var y = random(shape[1], shape[2], random);
      var yes = answers(shape[1], random);
      var inputs = rows(x);
      var outputs = rows(y);
      new MeanStep(shape[1], inputs.stride()).run(addresses(inputs, range(shape[0])), shape[0], addresses(outputs, range(shape[1])), yes, shape[1], RATE);
      var h = mean(x);
      for (int d = 0; d < shape[2]; d++) {
        double gain = RATE * slope(h, d, h, y, yes);
        for (int i = 0; i < shape[0]; i++) {
          assertMoved(inputs, x, i, d, gain, shape);
        }
        for (int j = 0; j < shape[1]; j++) {
          assertMoved(outputs, y, j, d, RATE * slope(y[j], d, h, y, yes), shape);
        }
      }
    }
  }

  @Test
  void rowsThatStandTwiceTakeBothGradients() {
    var random = new Random(SEED);
    var x = random(1, 40, random);
    var y = random(1, 40, random);
    var yes = new boolean[] {false, false};
    var inputs = rows(x);
    var outputs = rows(y);
    new MeanStep(2, inputs.stride()).run(addresses(inputs, 0, 0), 2, addresses(outputs, 0, 0), yes, 2, RATE);
    double error = -RATE / (1 + Math.exp(-dot(x[0], y[0])));
    for (int d = 0; d < 40; d++) {
      assertMoved(inputs, x, 0, d, 2 * 2 * error * y[0][d], new int[] {2, 2, 40});
      assertMoved(outputs, y, 0, d, 2 * error * x[0][d], new int[] {2, 2, 40});
    }
  }

  @Test
  void aStepKnowsNothingOfTheOneBefore() {
    var random = new Random(SEED);
    var x = random(3, 33, random);
    var y = random(4, 33, random);
    var step = new MeanStep(4, NativeMatrix.stride(33));
    var broken = rows(new double[2][33]);
    broken.set(0, 32, Float.NaN);
    step.run(addresses(broken, 0), 1, addresses(broken, 1), new boolean[] {true}, 1, RATE);
    var yes = new boolean[] {true, false, true, false};
    var results = new float[2][];
    for (int time = 0; time < 2; time++) {
      var inputs = rows(x);
      var outputs = rows(y);
      step.run(addresses(inputs, 0, 1, 2), 3, addresses(outputs, 0, 1, 2, 3), yes, 4, RATE);
      results[time] = inputs.row(2);
    }
    assertThat(results[1]).as("seed %d", SEED).containsExactly(results[0]).doesNotContain(Float.NaN);
  }
}
