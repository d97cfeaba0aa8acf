package wenmai.tensor.jvm;

import static wenmai.tensor.jvm.Strided.dense;
import static wenmai.tensor.jvm.Strided.eachRow;
import static wenmai.tensor.jvm.Strided.like;
import static wenmai.tensor.jvm.Strided.singles;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import wenmai.message.BadInput;
import wenmai.tensor.Array;
import wenmai.tensor.Binary;
import wenmai.tensor.Criterion;
import wenmai.tensor.DType;
import wenmai.tensor.Device;
import wenmai.tensor.Dropout;
import wenmai.tensor.Precision;
import wenmai.tensor.Shape;
import wenmai.tensor.Unary;
import wenmai.tensor.Update;
import wenmai.tensor.kernel.Drop;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Parallel;
import wenmai.tensor.kernel.Vectors;

/// The processor, in plain Java: [Kernels] on native memory, on all threads. No start-up cost, nothing to install.
final class JvmDevice extends Device {
  static final JvmDevice INSTANCE = new JvmDevice(Kernels.BEST);
  private static final long GRAIN = 16_384;
  /// So few neighbours are not shared out.
  private static final long COLUMNS = 64;
  private static final long PIECE = 4096;
  /// Values of several arrays that the nearest cache holds.
  private static final long NEAR = 2048;

  private final Kernels kernels;
  private final JvmAttention attention;

  JvmDevice(Kernels kernels) {
    this.kernels = kernels;
    attention = new JvmAttention(kernels);
  }

  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public long mostBytes() {
    return Pool.most();
  }

  @Override
  public void require(Precision precision) {
    if (precision == Precision.INT8) {
      kernels.requireGemm8();
    } else {
      super.require(precision);
    }
  }

  @Override
  public Precision fastest() {
    try {
      kernels.requireGemm8();
      return Precision.INT8;
    } catch (BadInput missing) {
      return Precision.FP32;
    }
  }

  private static JvmArray jvm(Array a) {
    return (JvmArray) a;
  }

  // ---- memory

  @Override
  protected Array array(MemorySegment data, DType type, long... shape) {
    if (data.isNative()) {
      return new JvmArray(Block.around(data), type, 0, shape, Shape.strides(shape));
    }
    var array = JvmArray.of(type, shape);
    MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, array.block().memory(), ValueLayout.JAVA_BYTE, 0, data.byteSize());
    return array;
  }

  @Override
  protected Array emptyArray(long... shape) {
    return JvmArray.of(DType.F32, shape);
  }

  @Override
  protected Array zeroArray(long... shape) {
    return JvmArray.zeros(shape);
  }

  @Override
  protected MemorySegment memory(Array a) {
    var x = jvm(a);
    return x.contiguous() ? slice(x)
        : dense(x, copy -> Arena.ofAuto().allocate(copy.elements() * copy.type().bytes(), x.type().bytes()).copyFrom(slice(copy)));
  }

  private static MemorySegment slice(JvmArray x) {
    return x.block().memory().asSlice(x.offset() * x.type().bytes(), x.elements() * x.type().bytes());
  }

  @Override
  protected float[] floats(Array a) {
    return dense(jvm(a), x -> {
      var values = new float[Math.toIntExact(x.elements())];
      var elements = Elements.of(x);
      for (int i = 0; i < values.length; i++) {
        values[i] = elements.get(x.offset() + i);
      }
      return values;
    });
  }

  @Override
  protected long[] longs(Array a) {
    return dense(jvm(a), x -> {
      var values = new long[Math.toIntExact(x.elements())];
      var elements = Elements.of(x);
      for (int i = 0; i < values.length; i++) {
        values[i] = x.type() == DType.I64 ? elements.raw(x.offset() + i) : (long) elements.get(x.offset() + i);
      }
      return values;
    });
  }

  @Override
  protected Array convert(Array a, DType type) {
    return Strided.converted(jvm(a), type);
  }

  @Override
  protected void assign(Array to, Array from) {
    if (!Arrays.equals(to.shape(), from.shape()) || to.type() != from.type()) {
      throw new IllegalArgumentException("assign " + from + " to " + to);
    }
    Strided.copy(jvm(from), jvm(to));
  }

  // ---- shapes

  @Override
  protected Array reshape(Array a, long... shape) {
    var x = jvm(a);
    if (x.contiguous()) {
      return x.view(x.offset(), shape, Shape.strides(shape));
    }
    var copy = JvmArray.of(x.type(), x.shape());
    Strided.copy(x, copy);
    return new JvmArray(copy.block(), x.type(), 0, shape, Shape.strides(shape));
  }

  @Override
  protected Array transpose(Array a, int i, int j) {
    var x = jvm(a);
    var shape = x.shape().clone();
    var strides = x.strides().clone();
    shape[i] = x.shape()[j];
    shape[j] = x.shape()[i];
    strides[i] = x.strides()[j];
    strides[j] = x.strides()[i];
    return x.view(x.offset(), shape, strides);
  }

  @Override
  protected Array narrow(Array a, int axis, long start, long length) {
    var x = jvm(a);
    if (start < 0 || length < 0 || start + length > x.shape()[axis]) {
      throw new IllegalArgumentException("narrow " + start + " + " + length + " of axis " + axis + " of " + x);
    }
    var shape = x.shape().clone();
    shape[axis] = length;
    return x.view(x.offset() + start * x.strides()[axis], shape, x.strides());
  }

  // ---- arithmetic

  @Override
  protected Array binary(Binary f, Array a, Array b) {
    if (a.type() != DType.F32 || b.type() != DType.F32) {
      return singles(jvm(a), x -> singles(jvm(b), y -> binary(f, x, y)));
    }
    var x = jvm(a);
    var y = jvm(b);
    var out = JvmArray.of(DType.F32, Shape.broadcast(x.shape(), y.shape()));
    if (Arrays.equals(x.shape(), y.shape()) && x.contiguous() && y.contiguous()) {
      Parallel.ranges(x.elements(), GRAIN,
          (from, to) -> kernels.binary(f, x.address() + 4 * from, y.address() + 4 * from, out.address() + 4 * from, to - from));
    } else {
      Strided.binary(kernels, f, x, y, out);
    }
    return out;
  }

  @Override
  protected Array affine(Array a, double factor, double term) {
    return singles(jvm(a), x -> {
      var out = like(x);
      Parallel.ranges(x.elements(), GRAIN, (from, to) -> kernels.affine(x.address() + 4 * from, (float) factor, (float) term,
          out.address() + 4 * from, to - from));
      return out;
    });
  }

  @Override
  protected Array unary(Unary f, Array a) {
    return singles(jvm(a), x -> {
      var out = like(x);
      Parallel.ranges(x.elements(), GRAIN / 8,
          (from, to) -> kernels.unary(f, x.address() + 4 * from, out.address() + 4 * from, to - from));
      return out;
    });
  }

  @Override
  protected Array unaryGrad(Unary f, Array a, Array b, Array c) {
    return singles(jvm(a), x -> dense(jvm(b), y -> dense(jvm(c), g -> {
      var out = like(x);
      Parallel.ranges(x.elements(), GRAIN / 8, (from, to) -> kernels.unaryGrad(f, x.address() + 4 * from,
          y.address() + 4 * from, g.address() + 4 * from, out.address() + 4 * from, to - from));
      return out;
    })));
  }

  @Override
  protected void accumulate(Array to, Array g) {
    var sum = Strided.broadcast(jvm(to), g.shape());
    dense(jvm(g), x -> {
      if (sum.contiguous()) {
        Parallel.ranges(x.elements(), GRAIN,
            (from, end) -> kernels.accumulate(sum.address() + 4 * from, x.address() + 4 * from, end - from));
      } else {
        accumulateRows(sum, x);
      }
      return x;
    });
  }

  /// Rows of x whose places may be the same, so one after another; the threads share out the columns.
  private void accumulateRows(JvmArray to, JvmArray x) {
    int last = x.rank() - 1;
    long n = last < 0 ? 1 : x.shape()[last];
    long rows = n == 0 ? 0 : x.elements() / n;
    if (last >= 0 && to.strides()[last] == 1) {
      Parallel.ranges(n, Math.max(COLUMNS, GRAIN / Math.max(1, rows)), (from, end) -> {
        for (long r = 0; r < rows; r++) {
          kernels.accumulate(to.block().memory().address() + 4 * (place(to, x, r) + from), x.address() + 4 * (r * n + from), end - from);
        }
      });
    } else {
      assert last < 0 || to.strides()[last] == 0 : "a row's numbers go to one place or to neighbours";
      var elements = Elements.of(to);
      for (long r = 0; r < rows; r++) {
        long at = place(to, x, r);
        elements.set(at, elements.get(at) + kernels.sum(x.address() + 4 * r * n, n));
      }
    }
  }

  /// Where the place of row r of x begins.
  private static long place(JvmArray to, JvmArray x, long r) {
    long at = to.offset();
    long rest = r;
    for (int axis = x.rank() - 2; axis >= 0; axis--) {
      at += rest % x.shape()[axis] * to.strides()[axis];
      rest /= x.shape()[axis];
    }
    return at;
  }

  @Override
  protected Array matmul(Array a, Array b) {
    return JvmProducts.matmul(kernels, jvm(a), jvm(b));
  }

  @Override
  protected Array linear(Array x, Array weight, Precision precision) {
    return JvmProducts.linear(kernels, jvm(x), jvm(weight), precision);
  }

  @Override
  protected Array linearGrad(Array g, Array weight, Precision precision) {
    return JvmProducts.linearGrad(kernels, jvm(g), jvm(weight), precision);
  }

  @Override
  protected void outer(Array to, Array g, Array x, Precision precision, boolean add) {
    JvmProducts.outer(kernels, jvm(to), jvm(g), jvm(x), precision, add);
  }

  // ---- rows

  /// Every row of x in row order, with the same row of a fresh result.
  private interface RowKernel {
    void row(long x, long out, int n);
  }

  private Array byRow(Array a, RowKernel kernel) {
    return singles(jvm(a), x -> {
      var out = like(x);
      int n = (int) x.size(1);
      Parallel.ranges(x.elements() / n, Math.max(1, GRAIN / 8 / n), (from, to) -> {
        for (long r = from; r < to; r++) {
          kernel.row(x.address() + 4 * r * n, out.address() + 4 * r * n, n);
        }
      });
      return out;
    });
  }

  @Override
  protected Array softmax(Array a) {
    return byRow(a, (x, y, n) -> {
      float sum = kernels.expSum(x, kernels.max(x, n), y, n);
      kernels.affine(y, 1 / sum, 0, y, n);
    });
  }

  @Override
  protected Array softmaxGrad(Array y, Array g) {
    return JvmRows.softmaxGrad(kernels, jvm(y), jvm(g));
  }

  @Override
  protected Array rows(Array table, Array ids) {
    return JvmRows.rows(jvm(table), jvm(ids));
  }

  @Override
  protected void accumulateRows(Array to, Array ids, Array g) {
    JvmRows.accumulateRows(kernels, jvm(to), jvm(ids), jvm(g));
  }

  @Override
  protected Array rmsNorm(Array a, Array weight, double epsilon) {
    return singles(jvm(weight), w -> byRow(a,
        (x, y, n) -> kernels.product(JvmRows.inverseRoot(kernels, x, n, epsilon), x, w.address(), y, n)));
  }

  @Override
  protected Array rmsNormGrad(Array x, Array weight, double epsilon, Array g, Array weightGrad) {
    return JvmRows.rmsNormGrad(kernels, jvm(x), jvm(weight), epsilon, jvm(g), jvm(weightGrad));
  }

  @Override
  protected Array layerNorm(Array a, Array weight, double epsilon) {
    return singles(jvm(weight), w -> byRow(a, (x, y, n) -> JvmRows.layerNorm(kernels, x, w.address(), y, n, epsilon)));
  }

  @Override
  protected Array layerNormGrad(Array x, Array weight, double epsilon, Array g, Array weightGrad) {
    return JvmRows.layerNormGrad(kernels, jvm(x), jvm(weight), epsilon, jvm(g), jvm(weightGrad));
  }

  // ---- parts of a transformer

  @Override
  protected Array rotate(Array a, Array b, Array c, int direction) {
    if (jvm(a).type() != DType.F32 || jvm(a).strides()[a.shape().length - 1] != 1) {
      return singles(jvm(a), x -> rotate(x, b, c, direction));
    }
    var x = jvm(a);
    var out = JvmArray.of(DType.F32, x.shape());
    int half = (int) (x.size(1) / 2);
    int steps = (int) x.size(2);
    return dense(jvm(b), cos -> dense(jvm(c), sin -> {
      eachRow(x.shape(), (r, row) -> {
        long from = x.block().memory().address() + 4 * row.at(x);
        long to = out.address() + 4 * row.at(out);
        long angle = 4L * (r % steps) * half;
        kernels.turn(from, from + 4L * half, cos.address() + angle, sin.address() + angle, direction, to, to + 4L * half, half);
      });
      return out;
    }));
  }

  /// In pieces that stay in the nearest cache from one loop to the next.
  @Override
  protected boolean rowsApart() {
    return kernels instanceof Vectors;
  }

  @Override
  protected Array swiglu(Array a, Array b) {
    return singles(jvm(a), gate -> singles(jvm(b), up -> {
      var out = like(gate);
      Parallel.ranges(gate.elements(), NEAR, (from, to) -> {
        for (long i = from; i < to; i += NEAR) {
          long n = Math.min(NEAR, to - i);
          long y = out.address() + 4 * i;
          kernels.unary(Unary.SILU, gate.address() + 4 * i, y, n);
          kernels.binary(Binary.MUL, y, up.address() + 4 * i, y, n);
        }
      });
      return out;
    }));
  }

  @Override
  protected Array[] swigluGrad(Array a, Array b, Array c) {
    return singles(jvm(a), gate -> singles(jvm(b), up -> dense(jvm(c), g -> {
      var gateSlope = like(gate);
      var upSlope = like(gate);
      Parallel.ranges(gate.elements(), NEAR, (from, to) -> {
        for (long i = from; i < to; i += NEAR) {
          long n = Math.min(NEAR, to - i);
          long x = gate.address() + 4 * i;
          long slope = g.address() + 4 * i;
          long toGate = gateSlope.address() + 4 * i;
          long toUp = upSlope.address() + 4 * i;
          kernels.unary(Unary.SILU, x, toUp, n);
          kernels.unaryGrad(Unary.SILU, x, toUp, slope, toGate, n);
          kernels.binary(Binary.MUL, toGate, up.address() + 4 * i, toGate, n);
          kernels.binary(Binary.MUL, toUp, slope, toUp, n);
        }
      });
      return new Array[] {gateSlope, upSlope};
    })));
  }

  /// Each run of 4,096 values draws from a seed of its own, so the result does not depend on the threads.
  @Override
  protected Array drop(Array a, Dropout dropout) {
    return singles(jvm(a), x -> {
      var out = like(x);
      int run = 4096;
      Parallel.ranges((x.elements() + run - 1) / run, 4, (from, to) -> {
        for (long r = from; r < to; r++) {
          kernels.drop(Drop.of(dropout, dropout.seed().at(r)), x.address() + 4 * r * run, out.address() + 4 * r * run, Math.min(run, x.elements() - r * run));
        }
      });
      return out;
    });
  }

  @Override
  protected Array[] attend(Attending a) {
    return attention.attend(a);
  }

  @Override
  protected Array[] attendGrad(Attending a, Array out, Array logSumExp, Array g) {
    return attention.gradients(a, jvm(out), jvm(logSumExp), jvm(g));
  }

  @Override
  protected Array attentionWeights(Attending a) {
    return attention.weights(a);
  }

  @Override
  protected Array[] recur(Array inputs, Array weight, Array output, Array cell) {
    return singles(jvm(inputs), x -> singles(jvm(weight), w -> JvmRecurrence.steps(kernels, x, w, jvm(output), jvm(cell))));
  }

  @Override
  protected Array[] recurGrad(Array gates, Array cells, Array weight, Array g) {
    return singles(jvm(weight), w -> dense(jvm(g), x -> JvmRecurrence.gradients(kernels, jvm(gates), jvm(cells), w, x)));
  }

  @Override
  protected Array criterion(Array logits, Array targets, Criterion criterion, double share) {
    return JvmLoss.of(kernels, jvm(logits), jvm(targets), criterion, share);
  }

  // ---- optimizers

  /// Sums of fixed pieces, added in their order.
  @Override
  protected double squares(Array a) {
    return singles(jvm(a), x -> {
      var sums = new double[(int) ((x.elements() + PIECE - 1) / PIECE)];
      Parallel.ranges(sums.length, GRAIN / PIECE, (from, to) -> {
        for (long i = from; i < to; i++) {
          sums[(int) i] = kernels.squares(x.address() + 4 * i * PIECE, Math.min(PIECE, x.elements() - i * PIECE));
        }
      });
      double sum = 0;
      for (double piece : sums) {
        sum += piece;
      }
      return sum;
    });
  }

  @Override
  protected void update(Array weight, Array gradient, Array[] moments, Update rule) {
    var w = jvm(weight);
    dense(jvm(gradient), g -> {
      Parallel.ranges(w.elements(), GRAIN, (from, to) -> {
        var kept = Arrays.stream(moments).mapToLong(m -> jvm(m).address() + 4 * from).toArray();
        kernels.update(rule, w.address() + 4 * from, g.address() + 4 * from, kept, to - from);
      });
      return g;
    });
  }
}
