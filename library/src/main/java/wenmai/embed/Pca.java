package wenmai.embed;

import static wenmai.embed.Points.add;
import static wenmai.embed.Points.dot;
import static wenmai.embed.Points.unit;

import wenmai.tokenize.Progress;

/// Principal component analysis (Pearson 1901 · Hotelling 1933): the plane through the mean on which the points vary most. Its
/// axes are the eigenvectors of the greatest two eigenvalues of the covariance C = Xᵀ X / N, each found by power iteration
/// (von Mises 1929), v ← C v / |C v|, and taken out of C. What lies far apart in the picture does so in truth; what varies in
/// other directions is lost. Costs N · D² multiplications and, for each axis, at most 1,000 · D².
public record Pca() implements Projection {
  private static final int STEPS = 1_000;
  private static final double EXACT = 1e-24;   // change of a unit vector, squared

  @Override
  public double[][] of(double[][] points, Progress progress) {                       // [N,D]
    var x = centred(points);
    var c = covariance(x);
    var plane = new double[x.length][2];
    for (int axis = 0; axis < Math.min(2, c.length); axis++) {
      var v = greatest(c);
      deflate(c, v);
      for (int i = 0; i < x.length; i++) {
        plane[i][axis] = dot(x[i], v);
      }
    }
    return plane;
  }

  private static double[][] centred(double[][] points) {
    var mean = new double[points[0].length];
    for (var point : points) {
      add(mean, 1.0 / points.length, point);
    }
    var centred = new double[points.length][];
    for (int i = 0; i < points.length; i++) {
      centred[i] = points[i].clone();
      add(centred[i], -1, mean);
    }
    return centred;
  }

  private static double[][] covariance(double[][] x) {                               // [D,D]
    var c = new double[x[0].length][x[0].length];
    for (var point : x) {
      for (int d = 0; d < point.length; d++) {
        add(c[d], point[d] / x.length, point);
      }
    }
    return c;
  }

  /// The eigenvector of the greatest eigenvalue, its greatest coordinate positive. Begins at the longest row: at right angles to
  /// that vector it would stay so.
  private static double[] greatest(double[][] c) {
    var longest = c[0];
    for (var row : c) {
      longest = dot(row, row) > dot(longest, longest) ? row : longest;
    }
    var v = unit(longest);
    double change = 1;
    for (int step = 0; step < STEPS && change > EXACT; step++) {
      var next = unit(times(c, v));
      change = Points.squaredDistance(v, next);
      v = next;
    }
    return upright(v);
  }

  private static double[] upright(double[] v) {
    double most = 0;
    for (double x : v) {
      most = Math.abs(x) > Math.abs(most) ? x : most;
    }
    var upright = new double[v.length];
    add(upright, most < 0 ? -1 : 1, v);
    return upright;
  }

  /// C − λ v vᵀ, λ = vᵀ C v
  private static void deflate(double[][] c, double[] v) {
    double eigenvalue = dot(v, times(c, v));
    for (int d = 0; d < v.length; d++) {
      add(c[d], -eigenvalue * v[d], v);
    }
  }

  private static double[] times(double[][] matrix, double[] v) {
    var product = new double[matrix.length];
    for (int d = 0; d < product.length; d++) {
      product[d] = dot(matrix[d], v);
    }
    return product;
  }
}
