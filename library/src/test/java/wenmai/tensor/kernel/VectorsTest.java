package wenmai.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static wenmai.tensor.Numbers.SEED;
import static wenmai.tensor.Numbers.assertNear;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import wenmai.tensor.Binary;
import wenmai.tensor.DType;
import wenmai.tensor.Numbers;
import wenmai.tensor.Unary;
import wenmai.tensor.kernel.Kernels.Matrix;

/// Each fast kernel is its plain twin.
class VectorsTest {
  private static final Kernels FAST = new Vectors();
  private static final Kernels PLAIN = new Plain();
  private static final int GUARD = 64;

  /// A kernel on three inputs, a fourth that is positive, and three results that hold something before.
  record Twin(String name, Loop loop) {
    interface Loop {
      void run(Kernels k, long a, long b, long c, long positive, long[] out, long n);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Twin> TWINS = new ArrayList<>(List.of(
      new Twin("affine", (k, a, b, c, p, out, n) -> k.affine(a, 1.5f, -2, out[0], n)),
      new Twin("accumulate", (k, a, b, c, p, out, n) -> k.accumulate(out[0], a, n)),
      new Twin("product", (k, a, b, c, p, out, n) -> k.product(0.7f, a, b, out[0], n)),
      new Twin("productPlus", (k, a, b, c, p, out, n) -> k.productPlus(0.7f, a, b, -3, c, out[0], n)),
      new Twin("drop", (k, a, b, c, p, out, n) -> k.drop(new Drop(7, 1 << 22), a, out[0], n)),
      new Twin("dot", (k, a, b, c, p, out, n) -> Memory.set(out[0], 0, k.dot(a, b, n))),
      new Twin("dot of three", (k, a, b, c, p, out, n) -> Memory.set(out[0], 0, k.dot(a, b, c, n))),
      new Twin("sum", (k, a, b, c, p, out, n) -> Memory.set(out[0], 0, k.sum(a, n))),
      new Twin("max", (k, a, b, c, p, out, n) -> Memory.set(out[0], 0, k.max(a, n))),
      new Twin("expSum", (k, a, b, c, p, out, n) -> Memory.set(out[1], 0, k.expSum(a, 2.5f, out[0], n))),
      new Twin("shiftedProduct", (k, a, b, c, p, out, n) -> k.shiftedProduct(a, b, 0.3f, out[0], n)),
      new Twin("turn", (k, a, b, c, p, out, n) -> k.turn(a, b, c, p, -1, out[0], out[1], n)),
      new Twin("cell", (k, a, b, c, p, out, n) -> k.cell(a, out[0], b, out[1], out[2], n / 4)),
      new Twin("cellGrad", (k, a, b, c, p, out, n) -> k.cellGrad(a, b, c, p, out[1], out[0], n / 4)),
      new Twin("deviations", (k, a, b, c, p, out, n) -> Memory.set(out[0], 0, k.deviations(a, 0.7f, n))),
      new Twin("squares", (k, a, b, c, p, out, n) -> Memory.set(out[0], 0, (float) k.squares(a, n))),
      new Twin("adaGrad", (k, a, b, c, p, out, n) -> {
        long sumB = out[2] + 4 * (n + GUARD);
        k.binary(Binary.MUL, p, p, out[2], n);
        k.binary(Binary.MUL, p, p, sumB, n);
        k.adaGrad(0.3f, out[0], out[2], out[1], sumB, n);
      }),
      new Twin("addRows", (k, a, b, c, p, out, n) -> k.addRows(out[0], p, 3, new long[] {a, b, c, b, out[1]}, 5, n)),
      new Twin("addToRows", (k, a, b, c, p, out, n) -> k.addToRows(new long[] {out[0], out[1], out[0]}, 3, p, 2, a, n)),
      new Twin("rowDots of rows anywhere", (k, a, b, c, p, out, n) -> k.rowDots(a, new long[] {b, a, c}, 3, n, out[0])),
      new Twin("rowDots", (k, a, b, c, p, out, n) -> k.rowDots(a, b, DType.F32, n / 3, out[0], 3)),
      new Twin("rowDots of bf16", (k, a, b, c, p, out, n) -> k.rowDots(a, halves(b, DType.BF16, n), DType.BF16, n / 3, out[0], 3)),
      new Twin("rowDots of fp16", (k, a, b, c, p, out, n) -> k.rowDots(a, halves(b, DType.F16, n), DType.F16, n / 3, out[0], 3))));

  static {
    for (var f : Unary.values()) {
      TWINS.add(new Twin(f + "", (k, a, b, c, p, out, n) -> k.unary(f, f == Unary.LOG ? p : a, out[0], n)));
      TWINS.add(new Twin("slope of " + f, (k, a, b, c, p, out, n) -> {
        long x = f == Unary.LOG ? p : a;
        PLAIN.unary(f, x, out[1], n);
        k.unaryGrad(f, x, out[1], b, out[0], n);
      }));
    }
    for (var rule : AllocationTest.updates()) {
      TWINS.add(new Twin(rule + "", (k, a, b, c, p, out, n) -> {
        k.binary(Binary.MUL, p, p, out[2], n);
        k.update(rule, out[0], a, new long[] {out[1], out[2]}, n);
      }));
    }
    for (var f : Binary.values()) {
      TWINS.add(new Twin(f + "", (k, a, b, c, p, out, n) -> k.binary(f, a, p, out[0], n)));
    }
  }

  /// The numbers at an address in two bytes each, in the spare half of their own memory.
  private static long halves(long address, DType type, long n) {
    long to = address + 4 * (n + GUARD);
    for (long i = 0; i < n; i++) {
      float x = Memory.get(address, i);
      Memory.ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, to + 2 * i,
          type == DType.F16 ? Float.floatToFloat16(x) : (short) (Float.floatToRawIntBits(x) >>> 16));
    }
    return to;
  }

  private static long copy(Arena arena, float[] values) {
    var memory = arena.allocate(8L * values.length + 8, 4);
    MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, 0, values.length);
    return memory.address();
  }

  private static float[] read(long address, int n) {
    return MemorySegment.ofAddress(address).reinterpret(4L * n).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
  }

  @ParameterizedTest
  @FieldSource("TWINS")
  void equalsItsPlainTwin(Twin twin) {
    var random = new Random(SEED);
    for (int n = 0; n <= 200; n++) {
      compare(twin, n, random);
    }
    compare(twin, 4096 + 37, random);
    compare(twin, 100_003, random);
  }

  private static void compare(Twin twin, int n, Random random) {
    try (var arena = Arena.ofConfined()) {
      var inputs = new float[4][];
      var ins = new long[4];
      for (int i = 0; i < 4; i++) {
        inputs[i] = Numbers.normal(random, n + GUARD);
        for (int j = 0; i == 3 && j < inputs[i].length; j++) {
          inputs[i][j] = 0.1f + Math.abs(inputs[i][j]);
        }
        ins[i] = copy(arena, inputs[i]);
      }
      var fast = new long[3];
      var plain = new long[3];
      for (int i = 0; i < 3; i++) {
        var before = Numbers.normal(random, n + GUARD);
        fast[i] = copy(arena, before);
        plain[i] = copy(arena, before);
      }
      twin.loop.run(FAST, ins[0], ins[1], ins[2], ins[3], fast, n);
      twin.loop.run(PLAIN, ins[0], ins[1], ins[2], ins[3], plain, n);
      double tolerance = 1e-5 * (1 + Math.sqrt(n) / 10);
      for (int i = 0; i < 3; i++) {
        assertNear(twin + " of " + n, read(fast[i], n + GUARD), read(plain[i], n + GUARD), tolerance);
      }
    }
  }

  /// m, n, k: single, prime, and past every block of the product.
  private static final int[][] SIZES = {{1, 1, 1}, {5, 7, 0}, {1, 33, 5}, {6, 32, 16}, {7, 31, 17}, {13, 65, 129}, {97, 48, 257},
      {193, 101, 2}, {3, 2051, 3}, {100, 35, 600}, {48, 96, 256}};

  @ParameterizedTest
  @EnumSource(value = DType.class, names = "I64", mode = EnumSource.Mode.EXCLUDE)
  void productsEqualTheirPlainTwin(DType type) {
    var random = new Random(SEED);
    for (var size : SIZES) {
      for (int turned = 0; turned < 4; turned++) {
        for (boolean add : new boolean[] {false, true}) {
          product(size, turned, add, type, random);
        }
      }
    }
  }

  /// @param turned bit 0: A lies transposed; bit 1: B does
  private static void product(int[] size, int turned, boolean add, DType type, Random random) {
    int m = size[0];
    int n = size[1];
    int k = size[2];
    try (var arena = Arena.ofConfined()) {
      long x = copy(arena, Numbers.normal(random, m * k + GUARD));
      var a = (turned & 1) == 0 ? Matrix.of(x, k, 1) : Matrix.of(x, 1, m);
      long y = copy(arena, Numbers.normal(random, k * n + GUARD));
      long typed = type == DType.F32 ? y : halves(y, type, (long) k * n);
      var b = (turned & 2) == 0 ? new Matrix(typed, type, n, 1) : new Matrix(typed, type, 1, k);
      var before = Numbers.normal(random, m * (n + 3) + GUARD);
      long fast = copy(arena, before);
      long plain = copy(arena, before);
      FAST.gemm(a, b, Matrix.of(fast, n + 3, 1), m, n, k, add);
      PLAIN.gemm(a, b, Matrix.of(plain, n + 3, 1), m, n, k, add);
      assertNear(m + " × " + n + " × " + k + ", turned " + turned + ", add " + add + ", " + type,
          read(fast, before.length), read(plain, before.length), 1e-5);
      if (k > 0) {
        long packed = copy(arena, before);
        FAST.factor(b, k, n).product(a, Matrix.of(packed, n + 3, 1), m, add);
        assertNear("packed once", read(packed, before.length), read(plain, before.length), 1e-5);
        if ((turned & 1) == 0) {
          assertThat(read(packed, before.length)).as("packed once").containsExactly(read(fast, before.length));
        }
      }
    }
  }
}
