package wenmai.tensor;

import java.util.Arrays;

/// Arithmetic on shapes.
public final class Shape {
  private Shape() {}

  public static long elements(long... shape) {
    long n = 1;
    for (long size : shape) {
      n = Math.multiplyExact(n, size);
    }
    return n;
  }

  /// Elements from one index of an axis to the next, in row order.
  public static long[] strides(long... shape) {
    var strides = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= shape[i];
    }
    return strides;
  }

  /// Axes count from the front, or with −1, −2 … from the back.
  public static int axis(int axis, int rank) {
    int a = axis < 0 ? axis + rank : axis;
    if (a < 0 || a >= rank) {
      throw new IllegalArgumentException("axis (" + axis + ") must be within a rank of " + rank);
    }
    return a;
  }

  /// Replaces one −1 by what the number of elements leaves.
  public static long[] resolve(long elements, long... shape) {
    var resolved = shape.clone();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == -1) {
        resolved[i] = 1;
        resolved[i] = elements / elements(resolved);
      }
    }
    if (elements(resolved) != elements) {
      throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " does not hold " + elements + " elements");
    }
    return resolved;
  }

  /// The shape of an operation on two: sizes are equal, or one of them is 1 or absent.
  public static long[] broadcast(long[] a, long[] b) {
    int rank = Math.max(a.length, b.length);
    var shape = new long[rank];
    for (int i = 1; i <= rank; i++) {
      long x = i <= a.length ? a[a.length - i] : 1;
      long y = i <= b.length ? b[b.length - i] : 1;
      if (x != y && x != 1 && y != 1) {
        throw new IllegalArgumentException("shapes " + Arrays.toString(a) + " and " + Arrays.toString(b) + " do not fit");
      }
      shape[rank - i] = Math.max(x, y);
    }
    return shape;
  }
}
