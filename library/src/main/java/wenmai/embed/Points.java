package wenmai.embed;

/// Arithmetic of points, for pictures of some hundred of them.
final class Points {
  private Points() {}

  static double dot(double[] a, double[] b) {
    double dot = 0;
    for (int d = 0; d < a.length; d++) {
      dot += a[d] * b[d];
    }
    return dot;
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (a[d] - b[d]) * (a[d] - b[d]);
    }
    return sum;
  }

  /// sum ← sum + factor · v
  static void add(double[] sum, double factor, double[] v) {
    for (int d = 0; d < sum.length; d++) {
      sum[d] += factor * v[d];
    }
  }

  /// Of length 1; 0 stays 0.
  static double[] unit(double[] v) {
    double length = Math.sqrt(dot(v, v));
    var unit = new double[v.length];
    add(unit, length == 0 ? 0 : 1 / length, v);
    return unit;
  }
}
