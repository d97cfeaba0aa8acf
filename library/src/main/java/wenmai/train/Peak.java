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
  private static final int SIZE = 768;
  private static final double SECONDS = 0.3;
  private static final Map<String, Double> MEASURED = new ConcurrentHashMap<>();

  private Peak() {}

  /// FLOP/s of the best of many products of fp32 matrices, measured once a process.
  public static double of(Device device) {
    return MEASURED.computeIfAbsent(device.name(), name -> measure(device));
  }

  private static double measure(Device device) {
    return Scope.run(() -> {
      var a = device.normal(new Seed(1), 0, 1, SIZE, SIZE);
      var b = device.normal(new Seed(2), 0, 1, SIZE, SIZE);
      double best = Double.POSITIVE_INFINITY;
      for (long begin = System.nanoTime(); System.nanoTime() - begin < SECONDS * 1e9;) {
        best = Math.min(best, seconds(a, b));
      }
      return 2.0 * SIZE * SIZE * SIZE / best;
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
