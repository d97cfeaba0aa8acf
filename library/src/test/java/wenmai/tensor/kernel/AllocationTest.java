package wenmai.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import wenmai.tensor.Binary;
import wenmai.tensor.ChildJvm;
import wenmai.tensor.DType;
import wenmai.tensor.Mask;
import wenmai.tensor.Unary;
import wenmai.tensor.Update;
import wenmai.tensor.kernel.Kernels.Matrix;

/// Once compiled, a kernel allocates nothing that grows with its work. Where a method is too large for the compiler it
/// makes an object of every vector, in silence and 10 to 300 times slower.
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int N = 20_011;
  /// A few matrices and lambdas a call may be; a vector of each iteration would be 100 KB.
  private static final long MOST_BYTES = 4096;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// A kernel on three inputs and three results of n numbers, at most N; products and attention of at most 256 × 256.
  record Kernel(String name, Loop loop) {
    interface Loop {
      void run(Kernels k, long[] in, long[] out, int n);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Kernel> KERNELS = new ArrayList<>(List.of(
      new Kernel("affine", (k, in, out, n) -> k.affine(in[0], 1.5f, -2, out[0], n)),
      new Kernel("product", (k, in, out, n) -> k.product(0.7f, in[0], in[1], out[0], n)),
      new Kernel("productPlus", (k, in, out, n) -> k.productPlus(0.7f, in[0], in[1], -3, in[2], out[0], n)),
      new Kernel("dot", (k, in, out, n) -> Memory.set(out[0], 0, k.dot(in[0], in[1], n))),
      new Kernel("dot of three", (k, in, out, n) -> Memory.set(out[0], 0, k.dot(in[0], in[1], in[2], n))),
      new Kernel("sum", (k, in, out, n) -> Memory.set(out[0], 0, k.sum(in[0], n))),
      new Kernel("max", (k, in, out, n) -> Memory.set(out[0], 0, k.max(in[0], n))),
      new Kernel("expSum", (k, in, out, n) -> Memory.set(out[1], 0, k.expSum(in[0], 2.5f, out[0], n))),
      new Kernel("shiftedProduct", (k, in, out, n) -> k.shiftedProduct(in[0], in[1], 0.3f, out[0], n)),
      new Kernel("turn", (k, in, out, n) -> k.turn(in[0], in[1], in[2], in[0], 1, out[0], out[1], n)),
      new Kernel("rowDots", (k, in, out, n) -> k.rowDots(in[0], in[1], DType.F32, n / 10, out[0], 10)),
      new Kernel("rowDots of bf16", (k, in, out, n) -> k.rowDots(in[0], in[1], DType.BF16, n / 10, out[0], 10)),
      new Kernel("rowDots of fp16", (k, in, out, n) -> k.rowDots(in[0], in[1], DType.F16, n / 10, out[0], 10)),
      new Kernel("gemm", (k, in, out, n) -> k.gemm(square(in[0]), square(in[1]), square(out[0]), side(n), side(n), side(n), false)),
      new Kernel("gemm by a transposed, adding",
          (k, in, out, n) -> k.gemm(square(in[0]), square(in[1]).transposed(), square(out[0]), side(n), side(n), side(n), true)),
      new Kernel("gemm by bf16", (k, in, out, n) -> k.gemm(square(in[0]), new Matrix(in[1], DType.BF16, 1, 256), square(out[0]), side(n), side(n),
          side(n), false)),
      new Kernel("attend", (k, in, out, n) -> k.attend(head(in, side(n)), rows(out[0]), out[1], 0, side(n))),
      new Kernel("attendGrad", (k, in, out, n) -> k.attendGrad(head(in, side(n)), new AttentionHead.Gradients(rows(in[1]), in[2], rows(in[0]),
          rows(out[0]), rows(out[1]), rows(out[2]), 0), 0, 1))));

  static {
    var curves = EnumSet.allOf(Unary.class);
    for (var f : curves) {
      KERNELS.add(new Kernel(f + "", (k, in, out, n) -> k.unary(f, in[0], out[0], n)));
      KERNELS.add(new Kernel("slope of " + f, (k, in, out, n) -> k.unaryGrad(f, in[0], in[1], in[2], out[0], n)));
    }
    for (var rule : updates()) {
      KERNELS.add(new Kernel(rule + "", (k, in, out, n) -> k.update(rule, out[0], in[0], new long[] {out[1], out[2]}, n)));
    }
    for (var f : Binary.values()) {
      KERNELS.add(new Kernel(f + "", (k, in, out, n) -> k.binary(f, in[0], in[1], out[0], n)));
    }
  }

  private static AttentionHead head(long[] in, int n) {
    return new AttentionHead(rows(in[0]), rows(in[1]), rows(in[2]), n, n, 64, 0.125f, Mask.CAUSAL, 0, 0,
        AttentionHead.Drop.NONE);
  }

  private static Matrix rows(long base) {
    return Matrix.of(base, 64, 1);
  }

  /// One of each.
  static List<Update> updates() {
    return List.of(new Update.Sgd(0.01, 0.001, 0.3, 0, false, 0.5), new Update.Sgd(0.01, 0.001, 0.3, 0.9, false, 0.5),
        new Update.Sgd(0.01, 0.001, 0.3, 0.9, true, 0.5), new Update.Adam(0.01, 0.001, 0, 0.9, 0.99, 1e-8, 0.1, 0.01, 0.5),
        new Update.Adam(0.01, 0, 0.3, 0.9, 0.99, 1e-8, 0.1, 0.01, 0.5), new Update.Lion(0.01, 0.001, 0.9, 0.99, 0.5));
  }

  private static int side(int n) {
    return Math.min(256, n);
  }

  private static Matrix square(long base) {
    return Matrix.of(base, 256, 1);
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void aCompiledKernelAllocatesNothing(Kernel kernel) {
    assertThat(bytesPerCallOnceCompiled(kernel)).as("bytes per call").isLessThanOrEqualTo(MOST_BYTES);
  }

  /// Prints the kernels that allocate after they were compiled for rows of which few fill a vector: to the compiler their loops
  /// were cold, and from a cold loop it inlines nothing large.
  static final class ShortRowsFirst {
    private static final int CALLS = 30_000;

    public static void main(String[] args) {
      try (var arena = Arena.ofConfined()) {
        var in = numbers(arena);
        var out = numbers(arena);
        for (var kernel : KERNELS) {
          int rare = kernel.name.startsWith("gemm") ? 300 : 16;   // a product has many rows
          for (int i = 0; i < CALLS; i++) {
            kernel.loop.run(new Vectors(), in, out, i % rare == 0 ? 40 : 4 + i % 4);
          }
        }
      }
      KERNELS.stream().filter(kernel -> bytesPerCallOnceCompiled(kernel) > MOST_BYTES).forEach(System.out::println);
    }
  }

  @Test
  void norAfterItSawShortRows() throws Exception {
    assertThat(ChildJvm.run(ShortRowsFirst.class, jar -> true)).isEmpty();
  }

  private static long[] numbers(Arena arena) {
    return LongStream.generate(() -> arena.allocate(4 * 256 * 256, 64).address()).limit(3).toArray();
  }

  private static long bytesPerCallOnceCompiled(Kernel kernel) {
    try (var arena = Arena.ofConfined()) {
      var in = numbers(arena);
      var out = numbers(arena);
      return bytesPerCallOnceCompiled(() -> kernel.loop.run(new Vectors(), in, out, N));
    }
  }

  /// Calls until it allocates little, or until patience ends.
  private static long bytesPerCallOnceCompiled(Runnable call) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long bytes;
    do {
      int calls = 20;
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / calls;
    } while (bytes > MOST_BYTES && System.nanoTime() < end);
    return bytes;
  }
}
