package wenmai.train;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import wenmai.tensor.DType;
import wenmai.tensor.Device;
import wenmai.tensor.Precision;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tensor;

/// How fast a device multiplies matrices at best, as a linear layer does, roundings of a [Precision] included: what a training step can be compared with. Measured, for no data sheet knows
/// the machine that lends us two of its cores.
public final class Peak {
  private static final int WARM_UP = 256;    // rows and columns
  private static final int MEASURED = 768;
  private static final double AT_ONCE = 2e-4;   // seconds
  private static final int COPIED = 1 << 24;   // numbers
  private static final int COPIES = 20;

  private record Asked(String device, Precision precision) {}

  private static final Map<Asked, Double> KNOWN = new ConcurrentHashMap<>();

  private Peak() {}

  /// FLOP/s of the best of many products of fp32 matrices, measured once a process.
  public static double of(Device device) {
    return of(device, Precision.FP32);
  }

  /// The same of products in a precision.
  public static double of(Device device, Precision precision) {
    return KNOWN.computeIfAbsent(new Asked(device.name(), precision), asked -> measure(device, precision));
  }

  /// Of larger matrices where the first are done at once: a GPU needs millions of numbers to be busy.
  private static double measure(Device device, Precision precision) {
    best(device, precision, WARM_UP);
    int size = MEASURED;
    double rate = best(device, precision, size);
    while (operations(size) / rate < AT_ONCE) {
      size *= 2;
      rate = best(device, precision, size);
    }
    return rate;
  }

  private static double operations(int size) {
    return 2.0 * size * size * size;
  }

  /// Bytes a second of a copy much larger than the caches: read and written, at best.
  public static double bytes(Device device) {
    return Scope.run(() -> {
      var x = device.normal(new Seed(1), 0, 1, COPIED);
      double best = IntStream.range(0, COPIES).mapToDouble(_ -> {
        long start = System.nanoTime();
        Scope.run(() -> {
          x.mul(1).narrow(0, 0, 1).floats();
        });
        return (System.nanoTime() - start) / 1e9;
      }).min().orElseThrow();
      return 2.0 * DType.F32.bytes() * COPIED / best;
    });
  }

  /// Seconds without a better time, until which Java may still compile: products in 8 bits are of more methods, and take longer.
  private static double standing(Precision precision) {
    return precision == Precision.INT8 ? 2 : 0.5;
  }

  private static double best(Device device, Precision precision, int size) {
    return Scope.run(() -> {
      var a = device.normal(new Seed(1), 0, 1, size, size);
      var b = device.normal(new Seed(2), 0, 1, size, size);
      double best = Double.POSITIVE_INFINITY;
      for (long since = System.nanoTime(); System.nanoTime() - since < standing(precision) * 1e9;) {
        double seconds = seconds(a, b, precision);
        since = seconds < 0.95 * best ? System.nanoTime() : since;
        best = Math.min(best, seconds);
      }
      return operations(size) / best;
    });
  }

  /// Reads one number of the result, for which a GPU has to be done.
  private static double seconds(Tensor a, Tensor b, Precision precision) {
    long start = System.nanoTime();
    Scope.run(() -> {
      a.linear(b, precision).narrow(0, 0, 1).narrow(1, 0, 1).floats();
    });
    return (System.nanoTime() - start) / 1e9;
  }
}
