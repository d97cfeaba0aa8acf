package wenmai.embed;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The points of [t-SNE][TSne] on their way: gradient descent with momentum and a gain for each number (Jacobs 1988).
final class TSneDescent {
  private static final double START = 1e-2;   // deviation: van der Maaten 2008, algorithm 1
  private static final double LEAST_GAIN = 0.01;

  private final double[] p;                                                          // [N,N]
  private final int n;
  private final double rate;
  private final double[] y;                                                          // [N,2]
  private final double[] moved;                                                      // [N,2]
  private final double[] gains;                                                      // [N,2]
  private final double[] pull;                                                       // [N,2]
  private final double[] push;                                                       // [N,2]

  TSneDescent(double[] p, int n, double rate, SplittableRandom random) {
    this.p = p;
    this.n = n;
    this.rate = rate;
    y = new double[2 * n];
    moved = new double[2 * n];
    gains = new double[2 * n];
    pull = new double[2 * n];
    push = new double[2 * n];
    for (int i = 0; i < y.length; i++) {
      y[i] = START * random.nextGaussian();
      gains[i] = 1;
    }
  }

  /// y ← y − rate · gain ⊙ ∂KL/∂y + momentum · the last move, where ∂KL/∂y_i = 4 Σ_j (p_ij − q_ij) (y_i − y_j) / (1 + |y_i − y_j|²):
  /// van der Maaten 2008, eq. 5.
  void step(double exaggeration, double momentum) {
    double all = forces();
    for (int i = 0; i < y.length; i++) {
      double slope = 4 * (exaggeration * pull[i] - push[i] / all);
      gains[i] = slope * moved[i] > 0 ? Math.max(LEAST_GAIN, 0.8 * gains[i]) : gains[i] + 0.2;
      moved[i] = momentum * moved[i] - rate * gains[i] * slope;
      y[i] += moved[i];
    }
    centre();
  }

  /// With t_ij = 1 / (1 + |y_i − y_j|²), q_ij = t_ij / Σ t: sums over j of pulls, p_ij t_ij (y_i − y_j), and of pushes,
  /// t_ij² (y_i − y_j). Returns Σ t.
  private double forces() {
    Arrays.fill(pull, 0);
    Arrays.fill(push, 0);
    double all = 0;
    for (int i = 1; i < n; i++) {
      all += 2 * forces(i);
    }
    return all;
  }

  /// Of a point and those before it.
  private double forces(int i) {
    double all = 0;
    double pullX = 0;
    double pullY = 0;
    double pushX = 0;
    double pushY = 0;
    for (int j = 0; j < i; j++) {
      double dx = y[2 * i] - y[2 * j];
      double dy = y[2 * i + 1] - y[2 * j + 1];
      double t = 1 / (1 + dx * dx + dy * dy);
      double near = p[i * n + j] * t;
      double far = t * t;
      all += t;
      pullX += near * dx;
      pullY += near * dy;
      pushX += far * dx;
      pushY += far * dy;
      pull[2 * j] -= near * dx;
      pull[2 * j + 1] -= near * dy;
      push[2 * j] -= far * dx;
      push[2 * j + 1] -= far * dy;
    }
    pull[2 * i] += pullX;
    pull[2 * i + 1] += pullY;
    push[2 * i] += pushX;
    push[2 * i + 1] += pushY;
    return all;
  }

  private void centre() {
    for (int axis = 0; axis < 2; axis++) {
      double mean = 0;
      for (int i = axis; i < y.length; i += 2) {
        mean += y[i] / n;
      }
      for (int i = axis; i < y.length; i += 2) {
        y[i] -= mean;
      }
    }
  }

  double[][] places() {
    var places = new double[n][];
    for (int i = 0; i < n; i++) {
      places[i] = new double[] {y[2 * i], y[2 * i + 1]};
    }
    return places;
  }
}
