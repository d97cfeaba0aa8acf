package wenmai.tensor;

import java.util.List;
import java.util.Random;

/// An operation of [Tensor] for the laws that every one keeps: its inputs' shapes, made of four sizes, and its formula.
record Operation(String name, Shapes shapes, Formula formula, double least) {
  interface Shapes {
    long[][] of(long b, long m, long n, long k);
  }

  interface Formula {
    Tensor apply(Tensor[] x);
  }

  private static final Shapes ONE = (b, m, n, k) -> new long[][] {{b, m, n}};
  private static final Shapes TWO = (b, m, n, k) -> new long[][] {{b, m, n}, {b, m, n}};
  private static final Shapes ROW = (b, m, n, k) -> new long[][] {{b, m, n}, {n}};
  private static final Shapes COLUMN = (b, m, n, k) -> new long[][] {{b, m, n}, {b, 1, 1}};
  private static final Shapes BOTH = (b, m, n, k) -> new long[][] {{m, 1}, {b, 1, n}};

  private static final Shapes HEAD = (b, m, n, k) -> new long[][] {{b, m, n}, {k, n}};

  private static Operation of(String name, Shapes shapes, Formula formula) {
    return new Operation(name, shapes, formula, Double.NEGATIVE_INFINITY);
  }

  private static Operation positive(String name, Shapes shapes, Formula formula) {
    return new Operation(name, shapes, formula, 0.3);
  }

  static final List<Operation> ALL = List.of(
      of("add", TWO, x -> x[0].add(x[1])),
      of("add a row", ROW, x -> x[0].add(x[1])),
      of("add to itself", ONE, x -> x[0].add(x[0])),
      of("sub a column", COLUMN, x -> x[0].sub(x[1])),
      of("mul", TWO, x -> x[0].mul(x[1])),
      of("mul by itself", ONE, x -> x[0].mul(x[0])),
      of("mul, both broadcast", BOTH, x -> x[0].mul(x[1])),
      positive("div", TWO, x -> x[0].div(x[1])),
      positive("div by a row", ROW, x -> x[0].div(x[1])),
      of("add a number", ONE, x -> x[0].add(2.5)),
      of("mul by a number", ONE, x -> x[0].mul(-0.7)),
      of("matmul", (b, m, n, k) -> new long[][] {{m, k}, {k, n}}, x -> x[0].matmul(x[1])),
      of("matmul of batches", (b, m, n, k) -> new long[][] {{b, m, k}, {b, k, n}}, x -> x[0].matmul(x[1])),
      of("matmul of a broadcast batch", (b, m, n, k) -> new long[][] {{b, m, k}, {k, n}}, x -> x[0].matmul(x[1])),
      of("matmul of a transposed", (b, m, n, k) -> new long[][] {{b, m, k}, {b, n, k}}, x -> x[0].matmul(x[1].transpose(1, 2))),
      of("linear", (b, m, n, k) -> new long[][] {{b, m, k}, {n, k}}, x -> x[0].linear(x[1])),
      of("linear with bias", (b, m, n, k) -> new long[][] {{b, m, k}, {n, k}, {n}}, x -> x[0].linear(x[1], x[2])),
      of("linear of a transposed", (b, m, n, k) -> new long[][] {{b, k, m}, {n, k}}, x -> x[0].transpose(1, 2).linear(x[1])),
      of("linear by a transposed", (b, m, n, k) -> new long[][] {{b, m, k}, {k, n}}, x -> x[0].linear(x[1].transpose(0, 1))),
      of("exp", ONE, x -> x[0].exp()),
      positive("log", ONE, x -> x[0].log()),
      of("sigmoid", ONE, x -> x[0].sigmoid()),
      of("tanh", ONE, x -> x[0].tanh()),
      of("relu", ONE, x -> x[0].relu()),
      of("gelu", ONE, x -> x[0].gelu()),
      of("silu", ONE, x -> x[0].silu()),
      of("swiglu", TWO, x -> x[0].swiglu(x[1])),
      of("swiglu of transposed", TWO, x -> x[0].transpose(0, 2).swiglu(x[1].transpose(0, 2))),
      of("swiglu of itself", ONE, x -> x[0].swiglu(x[0])),
      of("gelu of a transposed", ONE, x -> x[0].transpose(0, 2).gelu()),
      of("softmax", ONE, x -> x[0].softmax()),
      of("softmax of a transposed", ONE, x -> x[0].transpose(0, 2).softmax()),
      of("sum", ONE, x -> x[0].sum()),
      of("mean", ONE, x -> x[0].mean()),
      of("rows", (b, m, n, k) -> new long[][] {{m, n}}, x -> x[0].rows(ids(x[0], (int) x[0].size(0)))),
      of("rows of a transposed", (b, m, n, k) -> new long[][] {{n, m}}, x -> x[0].transpose(0, 1).rows(ids(x[0], (int) x[0].size(1)))),
      of("rmsNorm", ROW, x -> x[0].rmsNorm(x[1], 0.5)),
      of("rmsNorm of a transposed", (b, m, n, k) -> new long[][] {{b, m, n}, {m}}, x -> x[0].transpose(1, 2).rmsNorm(x[1], 0.5)),
      of("layerNorm", ROW, x -> x[0].layerNorm(x[1], 0.5)),
      of("rotate", (b, m, n, k) -> new long[][] {{b, 2, m, 2 * n}}, x -> x[0].rotate(cos(x[0]), sin(x[0]))),
      of("rotate heads apart", (b, m, n, k) -> new long[][] {{b, m, 2, 2 * n}},
          x -> x[0].transpose(1, 2).rotate(cos(x[0].transpose(1, 2)), sin(x[0].transpose(1, 2)))),
      of("rotate a transposed", (b, m, n, k) -> new long[][] {{b, 2, 2 * n, m}},
          x -> x[0].transpose(2, 3).rotate(cos(x[0].transpose(2, 3)), sin(x[0].transpose(2, 3)))),
      of("recur", (b, m, n, k) -> new long[][] {{b, m, 4 * k}, {4 * k, k}, {b, k}, {b, k}}, Operation::recur),
      of("recur of a transposed", (b, m, n, k) -> new long[][] {{m, b, 4 * k}, {k, 4 * k}, {k, b}, {k, b}},
          x -> recur(x[0].transpose(0, 1), x[1].transpose(0, 1), x[2].transpose(0, 1), x[3].transpose(0, 1))),
      of("crossEntropy", (b, m, n, k) -> new long[][] {{b * m, n}}, x -> x[0].crossEntropy(targets(x[0]))),
      of("headLoss", HEAD, x -> x[0].headLoss(x[1], targets(x), Criterion.CROSS_ENTROPY, 1)),
      of("headLoss, smoothed and held", HEAD, x -> x[0].headLoss(x[1], targets(x), new Criterion.CrossEntropy(0.1, 0.03), 0.7)),
      of("headLoss, yes or no", HEAD, x -> x[0].headLoss(x[1], targets(x), new Criterion.Binary(-0.5), -1.5)),
      of("headLoss of a transposed", (b, m, n, k) -> new long[][] {{b, n, m}, {n, k}},
          x -> x[0].transpose(1, 2).headLoss(x[1].transpose(0, 1), targets(x[0], (int) (x[0].size(0) * x[0].size(2)), x[1].size(1)),
              Criterion.CROSS_ENTROPY, 1)),
      of("headLoss of a head in use", HEAD, x -> x[0].headLoss(x[1], targets(x), Criterion.CROSS_ENTROPY, 1).add(x[1].mul(x[1]).sum())),
      of("reshape", ONE, x -> x[0].reshape(-1)),
      of("reshape of a transposed", ONE, x -> x[0].transpose(0, 1).reshape(x[0].size(1), -1)),
      of("transpose", ONE, x -> x[0].transpose(0, -1)),
      of("narrow", ONE, x -> x[0].narrow(1, x[0].size(1) / 2, x[0].size(1) - x[0].size(1) / 2)),
      of("narrow of the last axis", ONE, x -> x[0].narrow(-1, x[0].size(2) / 3, 1).mul(x[0])),
      of("narrow of a transposed", ONE, x -> x[0].transpose(0, 2).narrow(0, 0, 1).exp()));

  float[][] inputs(Random random, long[][] shapes) {
    var inputs = new float[shapes.length][];
    for (int i = 0; i < shapes.length; i++) {
      inputs[i] = Numbers.normal(random, (int) Shape.elements(shapes[i]));
      for (int j = 0; j < inputs[i].length; j++) {
        inputs[i][j] = (float) awayFromKinks(least > 0 ? least + Math.abs(inputs[i][j]) : inputs[i][j]);
      }
    }
    return inputs;
  }

  private static double awayFromKinks(double x) {
    return x + Math.copySign(0.05, x);
  }

  private static Tensor ids(Tensor table, int rows) {
    var ids = new int[6];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i * i % rows;
    }
    return table.device().of(ids, 2, 3);
  }

  /// With a weight small enough for what is early to count late.
  private static Tensor recur(Tensor... x) {
    return x[0].recur(x[1].mul(0.5 / Math.sqrt(x[1].size(1))), x[2], x[3]).out();
  }

  /// Every third does not count.
  private static Tensor targets(Tensor x) {
    return targets(x, (int) x.size(0), x.size(1));
  }

  /// Of hidden states and the weight of a head.
  private static Tensor targets(Tensor[] x) {
    return targets(x[0], (int) (x[0].size(0) * x[0].size(1)), x[1].size(0));
  }

  private static Tensor targets(Tensor x, int rows, long places) {
    var targets = new int[rows];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = i % 3 == 1 ? -1 : (int) (i * 7 % places);
    }
    return x.device().of(targets, targets.length);
  }

  private static Tensor cos(Tensor x) {
    return angles(x, 0);
  }

  private static Tensor sin(Tensor x) {
    return angles(x, -Math.PI / 2);
  }

  private static Tensor angles(Tensor x, double shift) {
    int steps = (int) x.size(2);
    int half = (int) x.size(3) / 2;
    var values = new float[steps * half];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.cos(0.37 * i + shift);
    }
    return x.device().of(values, steps, half);
  }

  @Override
  public String toString() {
    return name;
  }
}
