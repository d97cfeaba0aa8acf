package wenmai.embed;

import wenmai.message.BadInput;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

/// t-SNE (van der Maaten and Hinton 2008): neighbours in many dimensions become neighbours in the plane, clusters clusters. How
/// far clusters lie apart, and how large they are, says little. Exact: 1,000 steps over all pairs, and N² numbers in memory; 1,000
/// words take seconds.
///
/// The chance p that one point names another as its neighbour falls with their distance in all dimensions as a Gaussian does,
/// q in the plane as Student's t does, whose long tail leaves room; gradient descent makes KL(p ‖ q) small.
///
/// @param perplexity about how many neighbours a point has, from 1 to a third of the others
/// @param seed       of where the points begin; another one gives another, as good a picture
public record TSne(double perplexity, Seed seed) implements Projection {
  /// Steps of descent.
  public static final int STEPS = 1_000;
  private static final int EARLY = 250;            // steps, as in van der Maaten 2014 §3
  private static final double EXAGGERATION = 12;   // of p in early steps, which draws clusters together: there
  private static final double LEAST_RATE = 50;     // else N / 12 (Belkina 2019) of a fourth of the gradient
  private static final int HALVINGS = 100;
  private static final double EXACT = 1e-10;       // of an entropy, in nats

  /// Thirty, the most usual, or for few points as many as there can be.
  public static double perplexity(int points) {
    return Math.min(30, (points - 1) / 3.0);
  }

  @Override
  public double[][] of(double[][] points, Progress progress) {                       // [N,D]
    int n = points.length;
    if (!(perplexity >= 1 && perplexity <= (n - 1) / 3.0)) {
      throw new BadInput("perplexity (%.4g) must be from 1 to a third of the other words (%.4g): choose another, more words, or the method pca",
          "perplexity（%.4g）须在 1 到其余词数的三分之一（%.4g）之间：请换一个值、增加词数，或改用方法 pca", perplexity, (n - 1) / 3.0);
    }
    var descent = new TSneDescent(joint(points), n, Math.max(LEAST_RATE, n / (4 * EXAGGERATION)), seed.random());
    for (int step = 0; step < STEPS; step++) {
      descent.step(step < EARLY ? EXAGGERATION : 1, step < EARLY ? 0.5 : 0.8);
      progress.at(step + 1, STEPS);
    }
    return descent.places();
  }

  /// p_ij = (p_j|i + p_i|j) / 2N: §3.1.
  private double[] joint(double[][] points) {                                        // [N,N]
    int n = points.length;
    var conditional = new double[n][];
    for (int i = 0; i < n; i++) {
      conditional[i] = neighbours(points, i);
    }
    var joint = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        joint[i * n + j] = (conditional[i][j] + conditional[j][i]) / (2 * n);
      }
    }
    return joint;
  }

  /// p_j|i ∝ exp(−β |x_i − x_j|²), eq. 1, with the β by which the entropy is log perplexity: by halving an interval.
  private double[] neighbours(double[][] points, int i) {
    var distances = new double[points.length];
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < distances.length; j++) {
      distances[j] = Points.squaredDistance(points[i], points[j]);
      nearest = j == i ? nearest : Math.min(nearest, distances[j]);
    }
    var p = new double[distances.length];
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double beta = 1;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double tooWide = gaussian(distances, i, nearest, beta, p) - StrictMath.log(perplexity);
      if (Math.abs(tooWide) < EXACT) {
        break;
      }
      low = tooWide > 0 ? beta : low;
      high = tooWide > 0 ? high : beta;
      beta = high == Double.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
    }
    return p;
  }

  /// Fills in p_j|i. Returns its entropy, in nats.
  private static double gaussian(double[] distances, int i, double nearest, double beta, double[] p) {
    double sum = 0;
    double energy = 0;
    for (int j = 0; j < p.length; j++) {
      double further = distances[j] - nearest;   // by a common factor greater, so that not all are 0
      p[j] = j == i ? 0 : StrictMath.exp(-beta * further);
      sum += p[j];
      energy += p[j] * beta * further;
    }
    for (int j = 0; j < p.length; j++) {
      p[j] /= sum;
    }
    return StrictMath.log(sum) + energy / sum;
  }
}
