package wenmai.train;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import wenmai.tensor.Device;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tensor;

/// How fast a device multiplies matrices at best: what a training step can be compared with. Measured, for no data sheet knows
/// the machine that lends us two of its cores.
public final class Peak {
  private static final int WARM_UP = 256;    // rows and columns
  private static final int MEASURED = 768;
  private static final double STANDING = 0.5;   // seconds without a better time, until which Java may still compile

  private static final Map<String, Double> KNOWN = new ConcurrentHashMap<>();

  private Peak() {}

  /// FLOP/s of the best of many products of fp32 matrices, measured once a process.
  public static double of(Device device) {
    return KNOWN.computeIfAbsent(device.name(), name -> measure(device));
  }

  private static double measure(Device device) {
    best(device, WARM_UP);
    return best(device, MEASURED);
  }

  private static double best(Device device, int size) {
    return Scope.run(() -> {
      var a = device.normal(new Seed(1), 0, 1, size, size);
      var b = device.normal(new Seed(2), 0, 1, size, size);
      double best = Double.POSITIVE_INFINITY;
      for (long since = System.nanoTime(); System.nanoTime() - since < STANDING * 1e9;) {
        double seconds = seconds(a, b);
        since = seconds < 0.95 * best ? System.nanoTime() : since;
        best = Math.min(best, seconds);
      }
      return 2.0 * size * size * size / best;
    });
  }

  /// Reads one number of the result, for which a GPU has to be done.
  private static double seconds(Tensor a, Tensor b) {
    long start = System.nanoTime();
    Scope.run(() -> {
      a.linear(b).narrow(0, 0, 1).narrow(1, 0, 1).floats();
    });
    return (System.nanoTime() - start) / 1e9;
  }
}
