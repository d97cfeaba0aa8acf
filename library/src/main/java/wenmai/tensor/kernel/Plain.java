package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;

import wenmai.tensor.Binary;
import wenmai.tensor.DType;
import wenmai.tensor.Unary;
import wenmai.tensor.Update;

/// Every kernel as the loop that defines it.
public final class Plain implements Kernels {
  @Override
  public String name() {
    return "plain loops";
  }

  @Override
  public void unary(Unary f, long x, long y, long n) {
    for (long i = 0; i < n; i++) {
      set(y, i, value(f, get(x, i)));
    }
  }

  static float value(Unary f, float x) {
    return (float) switch (f) {
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case RELU -> Math.max(x, 0);
      case GELU -> x * normal(x);
      case SILU -> x / (1 + Math.exp(-x));
    };
  }

  @Override
  public void unaryGrad(Unary f, long x, long y, long g, long out, long n) {
    for (long i = 0; i < n; i++) {
      set(out, i, get(g, i) * slope(f, get(x, i), get(y, i)));
    }
  }

  static float slope(Unary f, float x, float y) {
    return (float) switch (f) {
      case EXP -> y;
      case LOG -> 1 / x;
      case SIGMOID -> y * (1 - y);
      case TANH -> 1 - y * y;
      case RELU -> x > 0 ? 1 : 0;
      case GELU -> normal(x) + x * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
      case SILU -> {
        double s = 1 / (1 + Math.exp(-x));
        yield s + y * (1 - s);
      }
    };
  }

  /// The normal distribution Φ(x) = (1 + erf(x/√2)) / 2, with erf to 1.5e-7. Abramowitz and Stegun 1964, 7.1.26.
  static double normal(double x) {
    double z = Math.abs(x) / Math.sqrt(2);
    double t = 1 / (1 + 0.3275911 * z);
    double tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    double half = 0.5 * tail * Math.exp(-z * z);
    return x < 0 ? half : 1 - half;
  }

  @Override
  public void binary(Binary f, long a, long b, long out, long n) {
    for (long i = 0; i < n; i++) {
      set(out, i, value(f, get(a, i), get(b, i)));
    }
  }

  public static float value(Binary f, float a, float b) {
    return switch (f) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
    };
  }

  @Override
  public void affine(long a, float factor, float term, long out, long n) {
    for (long i = 0; i < n; i++) {
      set(out, i, get(a, i) * factor + term);
    }
  }

  @Override
  public void accumulate(long to, long g, long n) {
    for (long i = 0; i < n; i++) {
      set(to, i, get(to, i) + get(g, i));
    }
  }

  @Override
  public void product(float alpha, long a, long b, long out, long n) {
    for (long i = 0; i < n; i++) {
      set(out, i, alpha * get(a, i) * get(b, i));
    }
  }

  @Override
  public void drop(Drop drop, long x, long out, long n) {
    for (int i = 0; i < n; i++) {
      set(out, i, Drop.falls(drop.seed(), i, drop.limit()) ? 0 : get(x, i) * drop.kept());
    }
  }

  @Override
  public void productPlus(float alpha, long a, long b, float beta, long c, long out, long n) {
    for (long i = 0; i < n; i++) {
      set(out, i, alpha * get(a, i) * get(b, i) + beta * get(c, i));
    }
  }

  @Override
  public float dot(long a, long b, long n) {
    double sum = 0;
    for (long i = 0; i < n; i++) {
      sum += (double) get(a, i) * get(b, i);
    }
    return (float) sum;
  }

  @Override
  public float dot(long a, long b, long c, long n) {
    double sum = 0;
    for (long i = 0; i < n; i++) {
      sum += (double) get(a, i) * get(b, i) * get(c, i);
    }
    return (float) sum;
  }

  @Override
  public float sum(long x, long n) {
    double sum = 0;
    for (long i = 0; i < n; i++) {
      sum += get(x, i);
    }
    return (float) sum;
  }

  @Override
  public float max(long x, long n) {
    float max = Float.NEGATIVE_INFINITY;
    for (long i = 0; i < n; i++) {
      max = Math.max(max, get(x, i));
    }
    return max;
  }

  @Override
  public float expSum(long x, float shift, long y, long n) {
    double sum = 0;
    for (long i = 0; i < n; i++) {
      float e = (float) Math.exp(get(x, i) - shift);
      set(y, i, e);
      sum += e;
    }
    return (float) sum;
  }

  @Override
  public void shiftedProduct(long y, long g, float shift, long out, long n) {
    for (long i = 0; i < n; i++) {
      set(out, i, get(y, i) * (get(g, i) - shift));
    }
  }

  @Override
  public void turn(long x, long y, long cos, long sin, float direction, long outX, long outY, long n) {
    for (long i = 0; i < n; i++) {
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
    for (int r = 0; r < count; r++) {
      float factor = get(factors, r * step);
      for (long i = 0; i < n; i++) {
        set(to, i, Math.fma(factor, get(rows[r], i), get(to, i)));
      }
    }
  }

  @Override
  public void addToRows(long[] rows, int count, long factors, long step, long x, long n) {
    for (int r = 0; r < count; r++) {
      float factor = get(factors, r * step);
      for (long i = 0; i < n; i++) {
        set(rows[r], i, Math.fma(factor, get(x, i), get(rows[r], i)));
      }
    }
  }

  @Override
  public void rowDots(long x, long[] rows, int count, long n, long out) {
    for (int r = 0; r < count; r++) {
      set(out, r, dot(x, rows[r], n));
    }
  }

  @Override
  public void rowDots(long x, long weight, DType type, long n, long out, long outs) {
    var rows = new Matrix(weight, type, n, 1);
    for (long o = 0; o < outs; o++) {
      double sum = 0;
      for (long i = 0; i < n; i++) {
        sum += (double) get(x, i) * rows.get(o, i);
      }
      set(out, o, (float) sum);
    }
  }

  @Override
  public float deviations(long x, float mean, long n) {
    double sum = 0;
    for (long i = 0; i < n; i++) {
      sum += Math.pow((double) get(x, i) - mean, 2);
    }
    return (float) sum;
  }

  @Override
  public double squares(long x, long n) {
    double sum = 0;
    for (long i = 0; i < n; i++) {
      sum += (double) get(x, i) * get(x, i);
    }
    return sum;
  }

  @Override
  public void update(Update rule, long weight, long gradient, long[] moments, long n) {
    for (long i = 0; i < n; i++) {
      double w = get(weight, i);
      double g = get(gradient, i) * rule.factor();
      set(weight, i, (float) switch (rule) {
        case Update.Sgd u -> w - u.decay() * w - u.rate() * direction(u, g + u.l2() * w, moments, i);
        case Update.Adam u -> w - u.decay() * w - u.rate() * direction(u, g + u.l2() * w, moments, i);
        case Update.Lion u -> w - u.decay() * w - u.rate() * direction(u, g, moments, i);
      });
    }
  }

  @Override
  public void adaGrad(float error, long a, long sumA, long b, long sumB, long n) {
    for (long i = 0; i < n; i++) {
      adaGradOf(error, a, sumA, b, sumB, i);
    }
  }

  static void adaGradOf(float error, long a, long sumA, long b, long sumB, long i) {
    float ga = error * get(b, i);
    float gb = error * get(a, i);
    set(a, i, get(a, i) - ga / (float) Math.sqrt(get(sumA, i)));
    set(b, i, get(b, i) - gb / (float) Math.sqrt(get(sumB, i)));
    set(sumA, i, Math.fma(ga, ga, get(sumA, i)));
    set(sumB, i, Math.fma(gb, gb, get(sumB, i)));
  }

  private static double direction(Update.Sgd u, double g, long[] moments, long i) {
    if (u.moments() == 0) {
      return g;
    }
    double m = u.momentum() * get(moments[0], i) + g;
    set(moments[0], i, (float) m);
    return u.nesterov() ? g + u.momentum() * m : m;
  }

  private static double direction(Update.Adam u, double g, long[] moments, long i) {
    double m = u.beta1() * get(moments[0], i) + (1 - u.beta1()) * g;
    double v = u.beta2() * get(moments[1], i) + (1 - u.beta2()) * g * g;
    set(moments[0], i, (float) m);
    set(moments[1], i, (float) v);
    return (m / u.correction1()) / (Math.sqrt(v / u.correction2()) + u.epsilon());
  }

  private static double direction(Update.Lion u, double g, long[] moments, long i) {
    double m = get(moments[0], i);
    set(moments[0], i, (float) (u.beta2() * m + (1 - u.beta2()) * g));
    return Math.signum(u.beta1() * m + (1 - u.beta1()) * g);
  }

  @Override
  public void gemm(Matrix a, Matrix b, Matrix c, int m, int n, int k, boolean add) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = add ? c.get(i, j) : 0;
        for (int p = 0; p < k; p++) {
          sum += (double) a.get(i, p) * b.get(p, j);
        }
        set(c.base(), i * c.rows() + j, (float) sum);
      }
    }
  }

  @Override
  public Factor factor(Matrix b, int k, int n) {
    return (a, c, m, add) -> gemm(a, b, c, m, n, k, add);
  }

  @Override
  public void cell(long inputs, long gates, long before, long cell, long out, long n) {
    for (long j = 0; j < 4 * n; j++) {
      set(gates, j, value(j / n == 2 ? Unary.TANH : Unary.SIGMOID, get(inputs, j) + get(gates, j)));
    }
    for (long j = 0; j < n; j++) {
      set(cell, j, get(gates, n + j) * get(before, j) + get(gates, j) * get(gates, 2 * n + j));
      set(out, j, get(gates, 3 * n + j) * value(Unary.TANH, get(cell, j)));
    }
  }

  @Override
  public void cellGrad(long gates, long before, long cell, long g, long slope, long out, long n) {
    unary(Unary.TANH, cell, out, n);
    cellSlopes(gates, before, g, slope, out, 0, n);
  }

  /// From cell `first` on, with tanh(cell) in `out`.
  static void cellSlopes(long gates, long before, long g, long slope, long out, long first, long n) {
    for (long j = first; j < n; j++) {
      float input = get(gates, j);
      float forget = get(gates, n + j);
      float candidate = get(gates, 2 * n + j);
      float output = get(gates, 3 * n + j);
      float curved = get(out, j);
      float cell = get(slope, j) + get(g, j) * output * (1 - curved * curved);
      set(out, 3 * n + j, get(g, j) * curved * output * (1 - output));
      set(out, j, cell * candidate * input * (1 - input));
      set(out, n + j, cell * get(before, j) * forget * (1 - forget));
      set(out, 2 * n + j, cell * input * (1 - candidate * candidate));
      set(slope, j, cell * forget);
    }
  }

  @Override
  public void gemm8(Matrix a, boolean dithered, Matrix b, Matrix c, int m, int n, int k) {
    for (int i = 0; i < m; i++) {
      float left = most8(a, i, k);
      for (int j = 0; j < n; j++) {
        float right = most8(b.transposed(), j, k);
        set(c.base(), i * c.rows() + j, dot8(a, i, left, dithered, b, j, right, k) * (right / 127) * (left / (dithered ? 126 : 127)));
      }
    }
  }

  private static int dot8(Matrix a, int i, float left, boolean dithered, Matrix b, int j, float right, int k) {
    int sum = 0;
    for (int p = 0; p < k; p++) {
      int x = dithered ? Rounding.dithered(a.get(i, p), 126 / left, p) : Rounding.rounded(a.get(i, p), 127 / left);
      sum += x * Rounding.rounded(b.get(p, j), 127 / right);
    }
    return sum;
  }

  /// The greatest number of a row, which is to become 127.
  private static float most8(Matrix x, int row, int n) {
    float most = 1e-30f;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, Math.abs(x.get(row, i)));
    }
    return most;
  }

  @Override
  public void outer8(Matrix g, Matrix x, Matrix c, int outs, int ins, int tokens, boolean add) {
    gemm(c, c, c, outs, ins, 0, add);
    int rows = Int8Outer.rows(outs, ins);
    int whole = Int8Outer.whole(tokens);
    for (int first = 0; first < whole; first += Int8Outer.TOKENS) {
      block8(g.at(first, 0).transposed(), x.at(first, 0), c, rows, ins, Math.min(Int8Outer.TOKENS, whole - first));
    }
    gemm(g.at(whole, 0).transposed(), x.at(whole, 0), c, rows, ins, tokens - whole, true);
    gemm(g.at(0, rows).transposed(), x, c.at(rows, 0), outs - rows, ins, tokens, true);
  }

  private static void block8(Matrix g, Matrix x, Matrix c, int outs, int ins, int tokens) {
    for (int i = 0; i < outs; i++) {
      float left = most8(g, i, tokens);
      for (int j = 0; j < ins; j++) {
        float right = most8(x.transposed(), j, tokens);
        int sum = dot8(g, i, left, true, x, j, right, tokens);
        set(c.base(), i * c.rows() + j, Math.fma(sum, right / 127 * (left / 126), c.get(i, j)));
      }
    }
  }

  @Override
  public void requireGemm8() {}

  @Override
  public void attend(AttentionHead head, Matrix out, long logSumExp, int first, int end) {
    PlainAttention.attend(head, out, logSumExp, first, end);
  }

  @Override
  public void attendGrad(AttentionHead head, AttentionHead.Gradients to, int part, int parts) {
    PlainAttention.gradients(head, to, part, parts);
  }
}
