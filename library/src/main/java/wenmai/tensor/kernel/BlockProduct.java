package wenmai.tensor.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import wenmai.message.BadInput;

/// oneDNN's product of small blocks of 8-bit integers, found by its name within libtorch and called on plain addresses,
/// which costs 0.1 µs. The processor's VNNI instructions, for which Java has no word, do the work: 730 GOP/s a core where
/// fp32 reaches 170. oneDNN compiles a kernel for every shape and keeps it, so shapes should stay few.
///
/// The call throws in C++, which ends the JVM, where it lacks the instructions; so they are asked for before.
final class BlockProduct {
  private static final String PRODUCT = "_ZN2at6native7cpublas6brgemmEllllllbPKhPKaPib";
  private static final String INSTRUCTIONS = "_ZN2at3cpu24is_avx512_vnni_supportedEv";
  /// oneDNN's way to hide instructions from itself.
  private static final String HIDDEN = "ONEDNN_MAX_CPU_ISA";

  private BlockProduct() {}

  private static final class Found {
    private static final MethodHandle CALL = find();
  }

  /// C [m,n] (+)= A [m,k] B [k,n] of unsigned and signed bytes, summed in 32 bits. Rows of A lie `aRow` apart; B lies in
  /// fours of its rows, [k/4][n][4].
  static void run(long m, long n, long k, long aRow, boolean add, long a, long b, long c) {
    try {
      Found.CALL.invokeExact(m, n, k, aRow, n, n, add, a, b, c, true);
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof BadInput missing) {
        throw missing;
      }
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// @throws BadInput where it is not to be had
  static void require() {
    var _ = find();
    if (!exact()) {
      throw missing("libtorch 2.10: this one multiplies wrong", "libtorch 2.10：这里的版本计算有误");
    }
  }

  /// Does it multiply right? Its sibling for two signed factors does not, and says nothing.
  private static boolean exact() {
    int n = 64;
    try (var arena = Arena.ofConfined()) {
      var random = new SplittableRandom(1);
      var a = new byte[n * n];
      var b = new byte[n * n];
      random.nextBytes(a);
      random.nextBytes(b);
      var c = arena.allocate(JAVA_INT, n * n);
      run(n, n, n, n, false, arena.allocateFrom(JAVA_BYTE, a).address(), arena.allocateFrom(JAVA_BYTE, b).address(), c.address());
      return IntStream.range(0, n * n).allMatch(i -> c.getAtIndex(JAVA_INT, i) == IntStream.range(0, n)
          .map(p -> (a[i / n * n + p] & 0xff) * b[p / 4 * 4 * n + i % n * 4 + p % 4]).sum());
    }
  }

  private static MethodHandle find() {
    if (!System.getProperty("os.name").equals("Linux") || !System.getProperty("os.arch").equals("amd64") || System.getenv(HIDDEN) != null) {
      throw missing("Linux on x86-64 without " + HIDDEN, "x86-64 Linux 且未设置 " + HIDDEN);
    }
    try {
      var library = SymbolLookup.libraryLookup(library(), Arena.global());
      var linker = Linker.nativeLinker();
      var asked = linker.downcallHandle(library.findOrThrow(INSTRUCTIONS), FunctionDescriptor.of(JAVA_BOOLEAN));
      if (!(boolean) asked.invokeExact()) {
        throw missing("a processor with AVX-512 VNNI", "支持 AVX-512 VNNI 的处理器");
      }
      return linker.downcallHandle(library.findOrThrow(PRODUCT), FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
          JAVA_LONG, JAVA_LONG, JAVA_BOOLEAN, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_BOOLEAN), Linker.Option.critical(false));
    } catch (BadInput e) {
      throw e;
    } catch (Throwable e) {
      throw missing("libtorch 2.10 with its natives (" + e + ")", "libtorch 2.10 及其本地库（" + e + "）");
    }
  }

  /// Where JavaCPP unpacked it.
  private static Path library() {
    return Path.of(Loader.load(torch.class)).resolveSibling("libtorch_cpu.so");
  }

  private static BadInput missing(String en, String zh) {
    return new BadInput("precision (int8) needs %s; use precision: fp32", "precision（int8）需要 %2$s；请改用 precision: fp32", en, zh);
  }
}
