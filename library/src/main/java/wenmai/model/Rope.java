package wenmai.model;

import org.jspecify.annotations.Nullable;
import wenmai.tensor.Device;
import wenmai.tensor.Tensor;

/// Rotary positions: pair i of a head's values at position t is turned by the angle t · base^(−2i/H), so that a product of a
/// query and a key depends on their distance alone. Su 2021 §3.2. Pairs are (i, i + H/2), as in Llama's published weights.
///
/// The table of cosines and sines reaches as far as it was asked to yet, and doubles: a config may claim any context. Several
/// threads may ask; what one was given holds its memory, also when the table has been replaced.
final class Rope implements AutoCloseable {
  private static final int FIRST_ROOM = 256;

  private final Device device;
  private final double[] frequencies;
  private final int context;
  private @Nullable Angles table;

  /// cos and sin [positions,H/2]
  private record Angles(Tensor cos, Tensor sin) {
    Angles narrow(int start, long length) {
      return new Angles(cos.narrow(0, start, length), sin.narrow(0, start, length));
    }

    void close() {
      cos.close();
      sin.close();
    }
  }

  Rope(Device device, DecoderConfig c) {
    this.device = device;
    frequencies = frequencies(c);
    context = c.context();
  }

  /// Radians a position, fastest first.
  static double[] frequencies(DecoderConfig c) {
    var frequencies = new double[c.headWidth() / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = c.ropeScaling().of(Math.pow(c.ropeBase(), -2.0 * i / c.headWidth()));
    }
    return frequencies;
  }

  /// Turns x [B,N,T,H] whose first position is `start`.
  Tensor turn(Tensor x, int start) {
    var angles = angles(start, x.size(2));
    return x.rotate(angles.cos, angles.sin);
  }

  private synchronized Angles angles(int start, long length) {
    long end = start + length;
    if (table == null || table.cos.size(0) < end) {
      long room = table == null ? FIRST_ROOM : 2 * table.cos.size(0);
      var longer = table((int) Math.max(Math.min(context, room), end));
      close();
      table = longer;
    }
    return table.narrow(start, length);
  }

  private Angles table(int positions) {
    int half = frequencies.length;
    var c = new float[Math.multiplyExact(positions, half)];
    var s = new float[c.length];
    for (int t = 0; t < positions; t++) {
      for (int i = 0; i < half; i++) {
        c[t * half + i] = (float) Math.cos(t * frequencies[i]);
        s[t * half + i] = (float) Math.sin(t * frequencies[i]);
      }
    }
    return new Angles(device.of(c, positions, half).own(), device.of(s, positions, half).own());
  }

  @Override
  public synchronized void close() {
    if (table != null) {
      table.close();
    }
  }
}
