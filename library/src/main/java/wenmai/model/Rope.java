package wenmai.model;

import wenmai.tensor.Device;
import wenmai.tensor.Tensor;

/// Rotary positions: pair i of a head's values at position t is turned by the angle t · base^(−2i/H), so that a product of a
/// query and a key depends on their distance alone. Su 2021 §3.2. Pairs are (i, i + H/2), as in Llama's published weights.
final class Rope implements AutoCloseable {
  private final Tensor cos;                                                          // [context,H/2]
  private final Tensor sin;                                                          // [context,H/2]

  Rope(Device device, int headWidth, int context, double base) {
    var frequencies = frequencies(headWidth, base);
    int half = frequencies.length;
    var c = new float[context * half];
    var s = new float[context * half];
    for (int t = 0; t < context; t++) {
      for (int i = 0; i < half; i++) {
        c[t * half + i] = (float) Math.cos(t * frequencies[i]);
        s[t * half + i] = (float) Math.sin(t * frequencies[i]);
      }
    }
    cos = device.of(c, context, half).own();
    sin = device.of(s, context, half).own();
  }

  /// Radians a position, fastest first.
  static double[] frequencies(int headWidth, double base) {
    var frequencies = new double[headWidth / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = Math.pow(base, -2.0 * i / headWidth);
    }
    return frequencies;
  }

  /// Turns x [B,N,T,H] whose first position is `start`.
  Tensor turn(Tensor x, int start) {
    return x.rotate(cos.narrow(0, start, x.size(2)), sin.narrow(0, start, x.size(2)));
  }

  @Override
  public void close() {
    cos.close();
    sin.close();
  }
}
