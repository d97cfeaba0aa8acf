package wenmai.tensor.jvm;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import wenmai.tensor.Binary;
import wenmai.tensor.DType;
import wenmai.tensor.Shape;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Parallel;
import wenmai.tensor.kernel.Plain;

/// Copies and element-wise functions of arrays that do not lie in row order, or broadcast: row by row along the last axis.
final class Strided {
  private static final long GRAIN = 16_384;

  private Strided() {}

  /// In row order: the array itself, once more held, or a copy.
  static JvmArray contiguous(JvmArray a) {
    if (a.contiguous()) {
      return a.view(a.offset(), a.shape(), Shape.strides(a.shape()));
    }
    var copy = JvmArray.of(a.type(), a.shape());
    copy(a, copy);
    return copy;
  }

  /// Runs `body` on the arrays in row order, and frees the copies made for it.
  static <T> T dense(JvmArray a, Function<JvmArray, T> body) {
    var whole = contiguous(a);
    try {
      return body.apply(whole);
    } finally {
      whole.free();
    }
  }

  /// The same, and in single precision.
  static <T> T singles(JvmArray a, Function<JvmArray, T> body) {
    if (a.type() == DType.F32) {
      return dense(a, body);
    }
    var wide = converted(a, DType.F32);
    try {
      return body.apply(wide);
    } finally {
      wide.free();
    }
  }

  /// A copy in row order, of another type.
  static JvmArray converted(JvmArray a, DType type) {
    return dense(a, x -> {
      var y = JvmArray.of(type, x.shape());
      var from = Elements.of(x);
      var to = Elements.of(y);
      Parallel.ranges(x.elements(), GRAIN, (first, end) -> {
        for (long i = first; i < end; i++) {
          to.set(i, from.get(x.offset() + i));
        }
      });
      return y;
    });
  }

  /// Elements of `from` into those of `to`, of one shape and type.
  static void copy(JvmArray from, JvmArray to) {
    long bytes = from.type().bytes();
    if (from.contiguous() && to.contiguous()) {
      MemorySegment.copy(from.block().memory(), from.offset() * bytes, to.block().memory(), to.offset() * bytes,
          from.elements() * bytes);
      return;
    }
    int last = from.rank() - 1;
    long n = from.shape()[last];
    boolean rows = from.strides()[last] == 1 && to.strides()[last] == 1;
    eachRow(from.shape(), (i, rowStart) -> {
      long x = rowStart.at(from);
      long y = rowStart.at(to);
      if (rows) {
        MemorySegment.copy(from.block().memory(), x * bytes, to.block().memory(), y * bytes, n * bytes);
      } else {
        var source = Elements.of(from);
        var target = Elements.of(to);
        for (long j = 0; j < n; j++) {
          target.setRaw(y + j * to.strides()[last], source.raw(x + j * from.strides()[last]));
        }
      }
    });
  }

  /// f of two arrays that broadcast to `out`, which is in row order.
  static void binary(Kernels kernels, Binary f, JvmArray a, JvmArray b, JvmArray out) {
    var shape = out.shape();
    var x = broadcast(a, shape);
    var y = broadcast(b, shape);
    int last = shape.length - 1;
    long n = shape[last];
    eachRow(shape, (i, row) -> {
      long p = row.at(x);
      long q = row.at(y);
      long to = out.address() + 4 * row.at(out);
      long xs = x.strides()[last];
      long ys = y.strides()[last];
      if (xs == 1 && ys == 1) {
        kernels.binary(f, base(x) + 4 * p, base(y) + 4 * q, to, n);
      } else {
        var ex = Elements.of(x);
        var ey = Elements.of(y);
        var eo = Elements.of(out);
        for (long j = 0; j < n; j++) {
          eo.set(row.at(out) + j, apply(f, ex.get(p + j * xs), ey.get(q + j * ys)));
        }
      }
    });
  }

  private static long base(JvmArray a) {
    return a.block().memory().address();
  }

  private static float apply(Binary f, float a, float b) {
    return Plain.value(f, a, b);
  }

  /// The array with a stride of 0 along every axis that it is repeated on; not held.
  static JvmArray broadcast(JvmArray a, long... shape) {
    var strides = new long[shape.length];
    int missing = shape.length - a.rank();
    for (int i = missing; i < shape.length; i++) {
      strides[i] = a.shape()[i - missing] == 1 ? 0 : a.strides()[i - missing];
    }
    return new JvmArray(a.block(), a.type(), a.offset(), shape, strides);
  }

  /// The start of a row, in elements of an array of that shape.
  interface Row {
    long at(JvmArray a);
  }

  interface RowBody {
    void row(long index, Row start);
  }

  /// Every row along the last axis, on all threads.
  static void eachRow(long[] shape, RowBody body) {
    int last = shape.length - 1;
    long n = last < 0 ? 1 : shape[last];
    long rows = n == 0 ? 0 : Shape.elements(shape) / n;
    Parallel.ranges(rows, Math.max(1, GRAIN / Math.max(1, n)), (from, to) -> {
      for (long r = from; r < to; r++) {
        long row = r;
        body.row(r, a -> {
          long rest = row;
          long at = a.offset();
          for (int axis = last - 1; axis >= 0; axis--) {
            at += rest % shape[axis] * a.strides()[axis];
            rest /= shape[axis];
          }
          return at;
        });
      }
    });
  }

  static JvmArray like(JvmArray a) {
    return JvmArray.of(DType.F32, a.shape());
  }
}
