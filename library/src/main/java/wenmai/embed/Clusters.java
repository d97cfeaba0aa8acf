package wenmai.embed;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import wenmai.tensor.Seed;

/// Points in groups, each point in that with the nearest mean: k-means (Lloyd 1982), begun as k-means++ (Arthur 2007). A round
/// costs N · K · D multiplications.
public final class Clusters {
  private static final int ROUNDS = 100;

  private Clusters() {}

  /// The group of each point, numbered from 0 as they come; fewer than k where points are fewer or the same.
  public static int[] of(double[][] points, int k, Seed seed) {                      // [N,D]
    var means = begin(points, Math.min(k, points.length), seed.random());
    var groups = new int[points.length];
    boolean moved = true;
    for (int round = 0; round < ROUNDS && moved; round++) {
      moved = false;
      for (int i = 0; i < points.length; i++) {
        int nearest = nearest(points[i], means, means.length);
        moved |= groups[i] != nearest;
        groups[i] = nearest;
      }
      move(means, points, groups);
    }
    return numbered(groups);
  }

  /// Each mean begins at a point drawn by its squared distance from the nearest mean before.
  private static double[][] begin(double[][] points, int k, SplittableRandom random) {
    var means = new double[k][];
    means[0] = points[random.nextInt(points.length)].clone();
    for (int mean = 1; mean < k; mean++) {
      var far = new double[points.length];
      double all = 0;
      for (int i = 0; i < far.length; i++) {
        far[i] = Points.squaredDistance(points[i], means[nearest(points[i], means, mean)]);
        all += far[i];
      }
      double left = random.nextDouble() * all;
      int drawn = 0;
      while (drawn < far.length - 1 && left >= far[drawn]) {
        left -= far[drawn++];
      }
      means[mean] = points[drawn].clone();
    }
    return means;
  }

  /// A mean without points stays.
  private static void move(double[][] means, double[][] points, int[] groups) {
    var counts = new int[means.length];
    for (int group : groups) {
      counts[group]++;
    }
    for (int group = 0; group < means.length; group++) {
      means[group] = counts[group] == 0 ? means[group] : new double[points[0].length];
    }
    for (int i = 0; i < points.length; i++) {
      Points.add(means[groups[i]], 1.0 / counts[groups[i]], points[i]);
    }
  }

  private static int nearest(double[] point, double[][] means, int count) {
    int nearest = 0;
    for (int mean = 1; mean < count; mean++) {
      nearest = Points.squaredDistance(point, means[mean]) < Points.squaredDistance(point, means[nearest]) ? mean : nearest;
    }
    return nearest;
  }

  private static int[] numbered(int[] groups) {
    Map<Integer, Integer> numbers = new HashMap<>();
    var numbered = new int[groups.length];
    for (int i = 0; i < groups.length; i++) {
      numbered[i] = numbers.computeIfAbsent(groups[i], group -> numbers.size());
    }
    return numbered;
  }
}
