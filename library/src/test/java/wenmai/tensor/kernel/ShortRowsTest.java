package wenmai.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wenmai.tensor.ChildJvm;
import wenmai.tensor.DType;
import wenmai.tensor.Unary;
import wenmai.tensor.kernel.Kernels.Matrix;

/// A kernel that was compiled for rows of which few fill a vector allocates nothing for long ones either: to the compiler its
/// loop over whole vectors was cold, and into a cold loop it inlines nothing large. See [AllocationTest].
class ShortRowsTest {
  private static final int LONG = 256;
  private static final int CALLS = 300_000;

  /// Of n rows of n numbers, from one matrix of 256 × 256 to another; of one row for a function, of all where n is 256.
  interface Kernel {
    void run(Kernels k, long from, long to, int n);
  }

  static final Map<String, Kernel> KERNELS = Map.of(
      "gemm", (k, from, to, n) -> k.gemm(rows(from), rows(from), rows(to), n, n, n, false),
      "gemm by a transposed", (k, from, to, n) -> k.gemm(rows(from), rows(from).transposed(), rows(to), n, n, n, true),
      "gemm by bf16", (k, from, to, n) -> k.gemm(rows(from), new Matrix(from, DType.BF16, 1, LONG), rows(to), n, n, n, false),
      "exp", (k, from, to, n) -> k.unary(Unary.EXP, from, to, n < LONG ? n : LONG * LONG),
      "expSum", (k, from, to, n) -> k.expSum(from, 1, to, n < LONG ? n : LONG * LONG));

  private static Matrix rows(long base) {
    return Matrix.of(base, LONG, 1);
  }

  static final class ShortRowsFirst {
    public static void main(String[] args) {
      try (var arena = Arena.ofConfined()) {
        long from = arena.allocate(4 * LONG * LONG, 64).address();
        long to = arena.allocate(4 * LONG * LONG, 64).address();
        KERNELS.forEach((name, kernel) -> {
          int rare = name.startsWith("gemm") ? 300 : 16;   // a product has many rows
          for (int i = 0; i < CALLS; i++) {
            kernel.run(new Vectors(), from, to, i % rare == 0 ? 40 : 4 + i % 4);
          }
        });
        KERNELS.forEach((name, kernel) -> System.out.println(name + " "
            + (AllocationTest.bytesPerCallOnceCompiled(() -> kernel.run(new Vectors(), from, to, LONG)) <= 4096)));
      }
    }
  }

  @Test
  void longRowsAllocateNothingAfterShortOnes() throws Exception {
    assertThat(ChildJvm.run(ShortRowsFirst.class, jar -> true).lines()).hasSize(KERNELS.size()).allMatch(line -> line.endsWith("true"));
  }
}
