package wenmai.tensor.kernel;

import static java.util.Objects.requireNonNull;
import static wenmai.tensor.kernel.Lanes.F;
import static wenmai.tensor.kernel.Lanes.I;
import static wenmai.tensor.kernel.Lanes.L;
import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.store;
import static wenmai.tensor.kernel.Lanes.total;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;

import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import wenmai.tensor.Binary;
import wenmai.tensor.DType;
import wenmai.tensor.Unary;
import wenmai.tensor.Update;

/// The kernels on the Vector API, as wide as the machine's vectors. Each loop takes whole vectors and leaves the rest to
/// [Plain]'s formula. Sums run in several accumulators at once, so they differ from the plain ones by rounding. The same
/// call gives the same bits, compiled or not yet: so nothing here uses the API's own exp or its sums over lanes.
public final class Vectors implements Kernels {

  private static final FloatVector ONE = FloatVector.broadcast(F, 1);

  private final Gemm gemm = new Gemm();

  @Override
  public String name() {
    return "Vector API, " + F.vectorBitSize() + " bits";
  }

  @Override
  public void unary(Unary f, long x, long y, long n) {
    for (long i = Curves.value(f, x, y, n); i < n; i++) {
      set(y, i, Plain.value(f, get(x, i)));
    }
  }

  @Override
  public void unaryGrad(Unary f, long x, long y, long g, long out, long n) {
    for (long i = Curves.slope(f, x, y, g, out, n); i < n; i++) {
      set(out, i, get(g, i) * Plain.slope(f, get(x, i), get(y, i)));
    }
  }

  /// Called through a table, so that each is compiled by itself: see [Curves].
  private interface Loop {
    void run(long a, long b, long out, long n);
  }

  private static final Map<Binary, Loop> LOOPS =
      Map.of(Binary.ADD, Vectors::add, Binary.SUB, Vectors::sub, Binary.MUL, Vectors::mul, Binary.DIV, Vectors::div);

  @Override
  public void binary(Binary f, long a, long b, long out, long n) {
    requireNonNull(LOOPS.get(f)).run(a, b, out, n);
    for (long i = n / L * L; i < n; i++) {
      set(out, i, Plain.value(f, get(a, i), get(b, i)));
    }
  }

  private static void add(long a, long b, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(load(a, i).add(load(b, i)), out, i);
    }
  }

  private static void sub(long a, long b, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(load(a, i).sub(load(b, i)), out, i);
    }
  }

  private static void mul(long a, long b, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(load(a, i).mul(load(b, i)), out, i);
    }
  }

  private static void div(long a, long b, long out, long n) {
    for (long i = 0; i + L <= n; i += L) {
      store(load(a, i).div(load(b, i)), out, i);
    }
  }

  @Override
  public void affine(long a, float factor, float term, long out, long n) {
    long i = 0;
    var t = FloatVector.broadcast(F, term);
    for (; i + L <= n; i += L) {
      store(load(a, i).fma(FloatVector.broadcast(F, factor), t), out, i);
    }
    for (; i < n; i++) {
      set(out, i, Math.fma(get(a, i), factor, term));
    }
  }

  @Override
  public void accumulate(long to, long g, long n) {
    binary(Binary.ADD, to, g, to, n);
  }

  @Override
  public void product(float alpha, long a, long b, long out, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      store(load(a, i).mul(alpha).mul(load(b, i)), out, i);
    }
    for (; i < n; i++) {
      set(out, i, alpha * get(a, i) * get(b, i));
    }
  }

  @Override
  public void productPlus(float alpha, long a, long b, float beta, long c, long out, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      store(load(a, i).mul(alpha).fma(load(b, i), load(c, i).mul(beta)), out, i);
    }
    for (; i < n; i++) {
      set(out, i, Math.fma(get(a, i) * alpha, get(b, i), get(c, i) * beta));
    }
  }

  @Override
  public void drop(Drop drop, long x, long out, long n) {
    int i = 0;
    var seeds = IntVector.zero(I).addIndex(1).mul(Drop.PLACE).add(drop.seed());
    int limit = drop.limit();
    float kept = drop.kept();
    for (; i + L <= n; i += L) {
      store(Lanes.left(load(x, i), seeds.add(i * Drop.PLACE), limit, kept), out, i);
    }
    for (; i < n; i++) {
      set(out, i, Drop.falls(drop.seed(), i, limit) ? 0 : get(x, i) * kept);
    }
  }

  @Override
  public float dot(long a, long b, long n) {
    return Lanes.dot(a, b, n);
  }

  @Override
  public float dot(long a, long b, long c, long n) {
    long i = 0;
    var s = FloatVector.zero(F);
    for (; i + L <= n; i += L) {
      s = load(a, i).mul(load(b, i)).fma(load(c, i), s);
    }
    float sum = total(s);
    for (; i < n; i++) {
      sum += get(a, i) * get(b, i) * get(c, i);
    }
    return sum;
  }

  @Override
  public float sum(long x, long n) {
    long i = 0;
    var s = FloatVector.zero(F);
    for (; i + L <= n; i += L) {
      s = s.add(load(x, i));
    }
    float sum = total(s);
    for (; i < n; i++) {
      sum += get(x, i);
    }
    return sum;
  }

  @Override
  public float max(long x, long n) {
    long i = 0;
    float max = Float.NEGATIVE_INFINITY;
    if (n >= L) {
      var m = load(x, 0);
      for (i = L; i + L <= n; i += L) {
        var next = load(x, i);   // its own max is sometimes not compiled, and then makes an object of every vector
        m = m.blend(next, next.compare(VectorOperators.GT, m));
      }
      max = m.reduceLanes(VectorOperators.MAX);
    }
    for (; i < n; i++) {
      max = Math.max(max, get(x, i));
    }
    return max;
  }

  @Override
  public float expSum(long x, float shift, long y, long n) {
    Curves.expOf(1, -shift, x, y, n);
    for (long i = n / L * L; i < n; i++) {
      set(y, i, Plain.value(Unary.EXP, get(x, i) - shift));
    }
    return sum(y, n);
  }

  @Override
  public void shiftedProduct(long y, long g, float shift, long out, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      store(load(g, i).sub(shift).mul(load(y, i)), out, i);
    }
    for (; i < n; i++) {
      set(out, i, get(y, i) * (get(g, i) - shift));
    }
  }

  @Override
  public void turn(long x, long y, long cos, long sin, float direction, long outX, long outY, long n) {
    long i = 0;
    for (; i + L <= n; i += L) {
      var a = load(x, i);
      var b = load(y, i);
      var c = load(cos, i);
      var s = load(sin, i).mul(direction);
      store(a.mul(c).sub(b.mul(s)), outX, i);
      store(a.mul(s).add(b.mul(c)), outY, i);
    }
    for (; i < n; i++) {
      float a = get(x, i);
      float b = get(y, i);
      float c = get(cos, i);
      float s = get(sin, i) * direction;
      set(outX, i, a * c - b * s);
      set(outY, i, a * s + b * c);
    }
  }

  @Override
  public void addRows(long to, long factors, long step, long[] rows, int count, long n) {
    long tiles = n / (4 * L) * 4 * L;
    addTiles(to, factors, step, rows, count, tiles);
    addColumns(to, factors, step, rows, count, tiles, n);
    for (long i = n / L * L; i < n; i++) {
      float sum = get(to, i);
      for (int r = 0; r < count; r++) {
        sum = Math.fma(get(factors, r * step), get(rows[r], i), sum);
      }
      set(to, i, sum);
    }
  }

  private static void addTiles(long to, long factors, long step, long[] rows, int count, long n) {
    for (long i = 0; i < n; i += 4 * L) {
      var s0 = load(to, i);
      var s1 = load(to, i + L);
      var s2 = load(to, i + 2 * L);
      var s3 = load(to, i + 3 * L);
      for (int r = 0; r < count; r++) {
        var factor = FloatVector.broadcast(F, get(factors, r * step));
        long row = rows[r];
        s0 = load(row, i).fma(factor, s0);
        s1 = load(row, i + L).fma(factor, s1);
        s2 = load(row, i + 2 * L).fma(factor, s2);
        s3 = load(row, i + 3 * L).fma(factor, s3);
      }
      store(s0, to, i);
      store(s1, to, i + L);
      store(s2, to, i + 2 * L);
      store(s3, to, i + 3 * L);
    }
  }

  private static void addColumns(long to, long factors, long step, long[] rows, int count, long from, long n) {
    for (long i = from; i + L <= n; i += L) {
      var sum = load(to, i);
      for (int r = 0; r < count; r++) {
        sum = load(rows[r], i).fma(FloatVector.broadcast(F, get(factors, r * step)), sum);
      }
      store(sum, to, i);
    }
  }

  @Override
  public void addToRows(long[] rows, int count, long factors, long step, long x, long n) {
    for (int r = 0; r < count; r++) {
      float factor = get(factors, r * step);
      long row = rows[r];
      var f = FloatVector.broadcast(F, factor);
      long i = 0;
      for (; i + L <= n; i += L) {
        store(load(x, i).fma(f, load(row, i)), row, i);
      }
      for (; i < n; i++) {
        set(row, i, Math.fma(factor, get(x, i), get(row, i)));
      }
    }
  }

  @Override
  public void rowDots(long x, long[] rows, int count, long n, long out) {
    for (int r = 0; r < count; r++) {
      set(out, r, Lanes.dot(x, rows[r], n));
    }
  }

  @Override
  public void rowDots(long x, long weight, DType type, long n, long out, long outs) {
    for (long o = 0; o < outs; o++) {
      long row = weight + o * n * type.bytes();
      set(out, o, switch (type) {
        case F32 -> Lanes.dot(x, row, n);
        case BF16 -> Lanes.dotBf16(x, row, n);
        case F16 -> Lanes.dotF16(x, row, n);
        case I64 -> throw new IllegalArgumentException("weights of ids");
      });
    }
  }

  @Override
  public float deviations(long x, float mean, long n) {
    long i = 0;
    var s0 = FloatVector.zero(F);
    var s1 = FloatVector.zero(F);
    for (; i + 2 * L <= n; i += 2 * L) {
      var d0 = load(x, i).sub(mean);
      var d1 = load(x, i + L).sub(mean);
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
    }
    float sum = total(s0.add(s1));
    for (; i < n; i++) {
      sum += (get(x, i) - mean) * (get(x, i) - mean);
    }
    return sum;
  }

  @Override
  public double squares(long x, long n) {
    double sum = 0;
    for (long i = 0; i < n; i += 4096) {
      long piece = Math.min(4096, n - i);
      sum += dot(x + 4 * i, x + 4 * i, piece);
    }
    return sum;
  }

  @Override
  public void update(Update rule, long weight, long gradient, long[] moments, long n) {
    Updates.run(rule, weight, gradient, moments, n);
  }

  @Override
  public void adaGrad(float error, long a, long sumA, long b, long sumB, long n) {
    for (long i = Updates.adaGrad(error, a, sumA, b, sumB, n); i < n; i++) {
      Plain.adaGradOf(error, a, sumA, b, sumB, i);
    }
  }

  @Override
  public void gemm(Matrix a, Matrix b, Matrix c, int m, int n, int k, boolean add) {
    gemm.run(a, b, c, m, n, k, add);
  }

  @Override
  public Factor factor(Matrix b, int k, int n) {
    return Gemm.factor(b, k, n);
  }

  @Override
  public void cell(long inputs, long gates, long before, long cell, long out, long n) {
    binary(Binary.ADD, inputs, gates, gates, 4 * n);
    unary(Unary.SIGMOID, gates, gates, 2 * n);
    unary(Unary.TANH, gates + 8 * n, gates + 8 * n, n);
    unary(Unary.SIGMOID, gates + 12 * n, gates + 12 * n, n);
    product(1, gates, gates + 8 * n, cell, n);
    productPlus(1, gates + 4 * n, before, 1, cell, cell, n);
    unary(Unary.TANH, cell, out, n);
    product(1, gates + 12 * n, out, out, n);
  }

  @Override
  public void cellGrad(long gates, long before, long cell, long g, long slope, long out, long n) {
    unary(Unary.TANH, cell, out, n);
    cellSlopes(gates, before, g, slope, out, n);
    Plain.cellSlopes(gates, before, g, slope, out, n / L * L, n);
  }

  private static void cellSlopes(long gates, long before, long g, long slope, long out, long n) {
    for (long j = 0; j + L <= n; j += L) {
      var input = load(gates, j);
      var forget = load(gates, n + j);
      var candidate = load(gates, 2 * n + j);
      var output = load(gates, 3 * n + j);
      var curved = load(out, j);
      var above = load(g, j);
      var cell = above.mul(output).fma(ONE.sub(curved.mul(curved)), load(slope, j));
      store(above.mul(curved).mul(output).mul(ONE.sub(output)), out, 3 * n + j);
      store(cell.mul(candidate).mul(input).mul(ONE.sub(input)), out, j);
      store(cell.mul(load(before, j)).mul(forget).mul(ONE.sub(forget)), out, n + j);
      store(cell.mul(input).mul(ONE.sub(candidate.mul(candidate))), out, 2 * n + j);
      store(cell.mul(forget), slope, j);
    }
  }

  @Override
  public void gemm8(Matrix a, boolean dithered, Matrix b, Matrix c, int m, int n, int k) {
    Int8.run(a, dithered, b, c, m, n, k);
  }

  @Override
  public void outer8(Matrix g, Matrix x, Matrix c, int outs, int ins, int tokens, boolean add) {
    Int8Outer.run(gemm, g, x, c, outs, ins, tokens, add);
  }

  @Override
  public void requireGemm8() {
    BlockProduct.require();
  }

  @Override
  public void attend(AttentionHead head, Matrix out, long logSumExp, int first, int end) {
    if (Flash8.takes(head)) {
      Flash8.attend(head, out, logSumExp, first, end);
    } else {
      Flash.attend(head, out, logSumExp, first, end);
    }
  }

  @Override
  public void attendGrad(AttentionHead head, AttentionHead.Gradients to, int part, int parts) {
    if (Flash8.takes(head, to)) {
      Flash8.gradients(head, to, part, parts);
    } else {
      Flash.gradients(head, to, part, parts);
    }
  }
}
