package wenmai.embed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import wenmai.tensor.DType;
import wenmai.tensor.Unary;
import wenmai.tensor.kernel.Kernels;

/// One thread's step of gradient ascent on Σᵢⱼ log p(answer j of input i), with p(yes) = σ(xᵢ · yⱼ): the inputs of a window of
/// words are learned against the same outputs at once, as small matrix products X Yᵀ, E Y and Eᵀ X (Ji 2016 §3.1).
/// word2vec.c goes pair by pair and reads and writes each row C or O times as often. All gradients are taken before anything
/// moves.
///
/// Other threads may change the rows meanwhile (Recht 2011): a step then starts from a mixture of old and new numbers.
final class WindowStep {
  private static final Kernels KERNELS = Kernels.BEST;
  private static final int WHOLE = 16;

  private final int width;
  private final Rows before;
  private final long[] copies;
  private final MemorySegment errors;

  /// @param inputs  at most
  /// @param outputs at most
  /// @param width   of a row, padded
  WindowStep(int inputs, int outputs, int width) {
    this.width = width;
    before = new Rows(outputs, width);
    copies = new long[outputs];
    for (int j = 0; j < outputs; j++) {
      copies[j] = before.address(j);
    }
    errors = Arena.ofAuto().allocate(4L * (inputs * outputs + WHOLE), 64);
  }

  /// @param inputs  addresses of `n` rows x
  /// @param targets of rows that take the gradients of the inputs: the inputs themselves, or others
  /// @param outputs of `m` rows y
  /// @param yes     the true answers
  void run(long[] inputs, long[] targets, int n, long[] outputs, boolean[] yes, int m, float rate) {
    for (int j = 0; j < m; j++) {
      KERNELS.affine(outputs[j], 1, 0, copies[j], width);                             // Y [O,D]
    }
    errors(inputs, n, yes, m, rate);                                                  // E [C,O]
    long e = errors.address();
    for (int j = 0; j < m; j++) {
      KERNELS.addRows(outputs[j], e + 4L * j, m, inputs, n, width);
    }
    for (int i = 0; i < n; i++) {
      KERNELS.addRows(targets[i], e + 4L * i * m, 1, copies, m, width);
    }
  }

  /// rate · (answer − σ(xᵢ · yⱼ)); what stands behind them is of windows before, and only fills a vector.
  private void errors(long[] inputs, int n, boolean[] yes, int m, float rate) {
    long e = errors.address();
    for (int i = 0; i < n; i++) {
      KERNELS.rowDots(inputs[i], before.address(0), DType.F32, width, e + 4L * i * m, m);
    }
    int whole = Math.ceilDiv(n * m, WHOLE) * WHOLE;
    KERNELS.unary(Unary.SIGMOID, e, e, whole);
    KERNELS.affine(e, -rate, 0, e, whole);
    for (int j = 0; j < m; j++) {
      if (yes[j]) {
        for (int i = 0; i < n; i++) {
          long place = (long) i * m + j;
          errors.setAtIndex(ValueLayout.JAVA_FLOAT, place, errors.getAtIndex(ValueLayout.JAVA_FLOAT, place) + rate);
        }
      }
    }
  }
}
