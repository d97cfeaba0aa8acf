package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowStepTest {
  private static final int[][] SHAPES = {{1, 1, 1}, {1, 6, 100}, {10, 6, 100}, {3, 2, 31}, {7, 11, 65}, {2, 20, 300}, {20, 1, 128}};   // C O D

  /// The rows of a window.
  private record Window(NativeMatrix x, NativeMatrix y, boolean[] yes, int n, int m, int width) {
    static Window random(int n, int m, int width, Random random) {
      var yes = new boolean[m];
      for (int j = 0; j < m; j++) {
        yes[j] = random.nextBoolean();
      }
      return new Window(rows(n, width, random), rows(m, width, random), yes, n, m, width);
    }

    private static NativeMatrix rows(int count, int width, Random random) {
      var rows = new NativeMatrix(count, width);
      for (int i = 0; i < count; i++) {
        for (int d = 0; d < width; d++) {
          rows.set(i, d, (float) (random.nextGaussian() / Math.sqrt(width)));
        }
      }
      return rows;
    }

    void step(float rate) {
      new WindowStep(n, m, x.stride()).run(addresses(x, n), n, addresses(y, m), yes, m, rate);
    }

    static long[] addresses(NativeMatrix rows, int n) {
      var addresses = new long[n];
      Arrays.setAll(addresses, rows::address);
      return addresses;
    }

    double dot(int i, int j) {
      double dot = 0;
      for (int d = 0; d < width; d++) {
        dot += (double) x.get(i, d) * y.get(j, d);
      }
      return dot;
    }

    /// rate · (answer − σ)
    double error(int i, int j, double rate) {
      return rate * ((yes[j] ? 1 : 0) - 1 / (1 + Math.exp(-dot(i, j))));
    }

    double logLikelihood() {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < m; j++) {
          sum -= Math.log1p(Math.exp(yes[j] ? -dot(i, j) : dot(i, j)));
        }
      }
      return sum;
    }

    /// What x[i,d] or y[j,d] gains in a step, by loops.
    double gain(boolean input, int row, int d, double rate) {
      double sum = 0;
      for (int other = 0; other < (input ? m : n); other++) {
        sum += input ? error(row, other, rate) * y.get(other, d) : error(other, row, rate) * x.get(other, d);
      }
      return sum;
    }
  }

  @Test
  void equalsItsPlainTwin() {
    var random = new Random(SEED);
    for (var shape : SHAPES) {
      var window = Window.random(shape[0], shape[1], shape[2], random);
      float rate = 0.3f;
      var expected = new double[2][][];
      for (int part = 0; part < 2; part++) {
        expected[part] = new double[shape[part]][shape[2]];
        for (int row = 0; row < shape[part]; row++) {
          for (int d = 0; d < shape[2]; d++) {
            expected[part][row][d] = (part == 0 ? window.x : window.y).get(row, d) + window.gain(part == 0, row, d, rate);
          }
        }
      }
      window.step(rate);
      for (int part = 0; part < 2; part++) {
        for (int row = 0; row < shape[part]; row++) {
          for (int d = 0; d < shape[2]; d++) {
            assertThat((part == 0 ? window.x : window.y).get(row, d)).as("seed %d, %s", SEED, Arrays.toString(shape))
                .isCloseTo((float) expected[part][row][d], within(1e-5f));
          }
        }
      }
    }
  }

  @Test
  void goesUpTheSlopeOfTheLogLikelihood() {
    var random = new Random(SEED);
    var window = Window.random(3, 4, 5, random);
    for (boolean input : new boolean[] {true, false}) {
      var rows = input ? window.x : window.y;
      for (int row = 0; row < (input ? 3 : 4); row++) {
        for (int d = 0; d < 5; d++) {
          float before = rows.get(row, d);
          float h = 1f / 64;
          rows.set(row, d, before + h);
          double above = window.logLikelihood();
          rows.set(row, d, before - h);
          double below = window.logLikelihood();
          rows.set(row, d, before);
          assertThat(window.gain(input, row, d, 1)).as("seed %d", SEED).isCloseTo((above - below) / (2 * h), within(1e-3));
        }
      }
    }
  }

  @Test
  void paddingStaysZero() {
    var window = Window.random(4, 5, 33, new Random(SEED));
    window.step(1);
    for (int d = 33; d < window.x.stride(); d++) {
      assertThat(window.x.get(2, d)).isZero();
      assertThat(window.y.get(2, d)).isZero();
    }
  }

  @Test
  void aRowThatStandsTwiceTakesBothGradients() {
    var random = new Random(SEED);
    var window = Window.random(2, 1, 40, random);
    for (int d = 0; d < 40; d++) {
      window.x.set(1, d, window.x.get(0, d));
    }
    float before = window.x.get(0, 7);
    double gain = window.gain(true, 0, 7, 0.5);
    var twice = new long[] {window.x.address(0), window.x.address(0)};
    new WindowStep(2, 1, window.x.stride()).run(twice, 2, Window.addresses(window.y, 1), window.yes, 1, 0.5f);
    assertThat(window.x.get(0, 7)).isCloseTo((float) (before + 2 * gain), within(1e-5f));
  }
}
