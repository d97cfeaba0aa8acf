package wenmai.embed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import wenmai.tensor.Unary;
import wenmai.tensor.kernel.Kernels;

/// Where the products of inputs and outputs become slopes, in place: rate · (answer − σ(x · y)), the gradient of log p(answer)
/// with p(yes) = σ(x · y).
final class Errors {
  private static final Kernels KERNELS = Kernels.BEST;
  private static final int WHOLE = 16;   // numbers of the widest vector

  private final MemorySegment memory;
  private final long address;

  /// @param count products, at most
  Errors(int count) {
    memory = Arena.ofAuto().allocate(4L * (count + WHOLE), 64);
    address = memory.address();
  }

  /// Of the first product.
  long address() {
    return address;
  }

  /// What stands behind the n · m products is of steps before, and only fills a vector.
  ///
  /// @param yes the true answers, of the m outputs to each of the n inputs
  void answer(boolean[] yes, int n, int m, float rate) {
    int whole = Math.ceilDiv(n * m, WHOLE) * WHOLE;
    KERNELS.unary(Unary.SIGMOID, address, address, whole);
    KERNELS.affine(address, -rate, 0, address, whole);
    for (int j = 0; j < m; j++) {
      if (yes[j]) {
        for (int i = 0; i < n; i++) {
          long place = (long) i * m + j;
          memory.setAtIndex(ValueLayout.JAVA_FLOAT, place, memory.getAtIndex(ValueLayout.JAVA_FLOAT, place) + rate);
        }
      }
    }
  }
}
