package wenmai.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import wenmai.tensor.Binary;
import wenmai.tensor.ChildJvm;
import wenmai.tensor.DType;
import wenmai.tensor.Mask;
import wenmai.tensor.Precision;
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
  private static final Kernels.Factor FACTOR = new Vectors().factor(square(Arena.global().allocate(4 * 256 * 256, 64).address()), 256, 256);
  private static final String OF_8_BITS = "wenmai.test.int8";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// A kernel on three inputs and three results of N numbers (256 × 256 for products).
  record Kernel(String name, Loop loop) {
    interface Loop {
      void run(Kernels k, long[] in, long[] out);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Kernel> KERNELS = new ArrayList<>(List.of(
      new Kernel("affine", (k, in, out) -> k.affine(in[0], 1.5f, -2, out[0], N)),
      new Kernel("product", (k, in, out) -> k.product(0.7f, in[0], in[1], out[0], N)),
      new Kernel("productPlus", (k, in, out) -> k.productPlus(0.7f, in[0], in[1], -3, in[2], out[0], N)),
      new Kernel("drop", (k, in, out) -> k.drop(new Drop(7, 1 << 22), in[0], out[0], N)),
      new Kernel("dot", (k, in, out) -> Memory.set(out[0], 0, k.dot(in[0], in[1], N))),
      new Kernel("dot of three", (k, in, out) -> Memory.set(out[0], 0, k.dot(in[0], in[1], in[2], N))),
      new Kernel("sum", (k, in, out) -> Memory.set(out[0], 0, k.sum(in[0], N))),
      new Kernel("max", (k, in, out) -> Memory.set(out[0], 0, k.max(in[0], N))),
      new Kernel("expSum", (k, in, out) -> Memory.set(out[1], 0, k.expSum(in[0], 2.5f, out[0], N))),
      new Kernel("shiftedProduct", (k, in, out) -> k.shiftedProduct(in[0], in[1], 0.3f, out[0], N)),
      new Kernel("turn", (k, in, out) -> k.turn(in[0], in[1], in[2], in[0], 1, out[0], out[1], N)),
      new Kernel("adaGrad", (k, in, out) -> k.adaGrad(0.3f, out[0], in[0], out[1], in[1], N)),
      new Kernel("addRows", (k, in, out) -> k.addRows(out[0], in[0], 1, in, 3, N)),
      new Kernel("addToRows", (k, in, out) -> k.addToRows(out, 2, in[0], 1, in[1], N)),
      new Kernel("rowDots of rows anywhere", (k, in, out) -> k.rowDots(in[0], in, 2, N, out[0])),
      new Kernel("rowDots", (k, in, out) -> k.rowDots(in[0], in[1], DType.F32, 2000, out[0], 10)),
      new Kernel("rowDots of bf16", (k, in, out) -> k.rowDots(in[0], in[1], DType.BF16, 2000, out[0], 10)),
      new Kernel("rowDots of fp16", (k, in, out) -> k.rowDots(in[0], in[1], DType.F16, 2000, out[0], 10)),
      new Kernel("gemm", (k, in, out) -> k.gemm(square(in[0]), square(in[1]), square(out[0]), 256, 256, 256, false)),
      new Kernel("gemm by a transposed, adding",
          (k, in, out) -> k.gemm(square(in[0]), square(in[1]).transposed(), square(out[0]), 256, 256, 256, true)),
      new Kernel("gemm by bf16", (k, in, out) -> k.gemm(square(in[0]), new Matrix(in[1], DType.BF16, 1, 256), square(out[0]), 256, 256,
          256, false)),
      new Kernel("gemm by a factor", (k, in, out) -> FACTOR.product(square(in[0]), square(out[0]), 256, false)),
      new Kernel("cell", (k, in, out) -> k.cell(in[0], out[0], in[1], out[1], out[2], N / 2)),
      new Kernel("cellGrad", (k, in, out) -> k.cellGrad(in[0], in[1], in[2], in[1], out[1], out[0], N / 2)),
      attend("attend", Precision.FP32), attendGrad("attendGrad", Precision.FP32)));

  private static Kernel attend(String name, Precision precision) {
    return new Kernel(name, (k, in, out) -> k.attend(head(in, precision), rows(out[0]), out[1], 0, 256));
  }

  private static Kernel attendGrad(String name, Precision precision) {
    return new Kernel(name, (k, in, out) -> k.attendGrad(head(in, precision),
        new AttentionHead.Gradients(rows(in[1]), in[2], rows(in[0]), rows(out[0]), rows(out[1]), rows(out[2]), 0), 0, 1));
  }

  static {
    var curves = EnumSet.allOf(Unary.class);
    for (var f : curves) {
      KERNELS.add(new Kernel(f + "", (k, in, out) -> k.unary(f, in[0], out[0], N)));
      KERNELS.add(new Kernel("slope of " + f, (k, in, out) -> k.unaryGrad(f, in[0], in[1], in[2], out[0], N)));
    }
    for (var rule : updates()) {
      KERNELS.add(new Kernel(rule + "", (k, in, out) -> k.update(rule, out[0], in[0], new long[] {out[1], out[2]}, N)));
    }
    for (var f : Binary.values()) {
      KERNELS.add(new Kernel(f + "", (k, in, out) -> k.binary(f, in[0], in[1], out[0], N)));
    }
  }

  /// Of these, only with the launcher's options.
  static final List<Kernel> IN_8_BITS = List.of(
      attend("attend in int8", Precision.INT8), attendGrad("attendGrad in int8", Precision.INT8),
      new Kernel("gemm8", (k, in, out) -> k.gemm8(square(in[0]), false, square(in[1]), square(out[0]), 256, 256, 256)),
      new Kernel("gemm8 by a transposed",
          (k, in, out) -> k.gemm8(square(in[0]), true, square(in[1]).transposed(), square(out[0]), 256, 256, 256)),
      new Kernel("outer8", (k, in, out) -> k.outer8(square(in[0]), square(in[1]), square(out[0]), 256, 256, 256, true)),
      new Kernel("outer8 of narrow factors", (k, in, out) -> k.outer8(rows(in[0]), rows(in[1]), rows(out[0]), 48, 48, 256, false)));

  private static AttentionHead head(long[] in, Precision precision) {
    return new AttentionHead(rows(in[0]), rows(in[1]), rows(in[2]), 256, 256, 64, 0.125f, Mask.CAUSAL, 0, 0,
        Drop.NONE, precision);
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

  private static Matrix square(long base) {
    return Matrix.of(base, 256, 1);
  }

  /// In a JVM of its own, for what was called with other sizes before decides how the compiler inlines: see [ShortRowsTest].
  static final class Measured {
    public static void main(String[] args) {
      try (var arena = Arena.ofConfined()) {
        var in = new long[3];
        var out = new long[3];
        for (int i = 0; i < 3; i++) {
          in[i] = arena.allocate(4 * 256 * 256, 64).address();
          out[i] = arena.allocate(4 * 256 * 256, 64).address();
        }
        for (var kernel : Boolean.getBoolean(OF_8_BITS) ? IN_8_BITS : KERNELS) {
          System.out.println(bytesPerCallOnceCompiled(() -> kernel.loop.run(new Vectors(), in, out)) + " bytes a call of " + kernel);
        }
      }
    }
  }

  @Test
  void aCompiledKernelAllocatesNothing() throws Exception {
    assertAllocatesNothing(KERNELS, new String[0]);
  }

  @Test
  @Tag("vnni")
  void norDoesOneIn8BitsWithTheLaunchersOptions() throws Exception {
    var options = Pattern.compile("-XX:CompileCommand=\\S+[^\\s\"]").matcher(Files.readString(Path.of("..", "wenmai")));
    assertAllocatesNothing(IN_8_BITS, Stream.concat(options.results().map(MatchResult::group), Stream.of("-D" + OF_8_BITS + "=true"))
        .toArray(String[]::new));
  }

  private static void assertAllocatesNothing(List<Kernel> kernels, String[] options) throws Exception {
    assertThat(ChildJvm.run(Measured.class, jar -> true, options).lines()).hasSameSizeAs(kernels)
        .allMatch(line -> Long.parseLong(line.substring(0, line.indexOf(' '))) <= MOST_BYTES);
  }

  /// Calls until it allocates little, or until patience ends.
  static long bytesPerCallOnceCompiled(Runnable call) {
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
