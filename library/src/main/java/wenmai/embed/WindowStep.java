package wenmai.embed;

import wenmai.tensor.DType;
import wenmai.tensor.kernel.Kernels;

/// One thread's step of gradient ascent on Σᵢⱼ log p(answer j of input i), with p(yes) = σ(xᵢ · yⱼ): the inputs of a window of
/// words are learned against the same outputs at once, as small matrix products X Yᵀ, E Y and Eᵀ X (Ji 2016 §3.1).
/// word2vec.c goes pair by pair and reads and writes each row C or O times as often. All gradients are taken before anything
/// moves.
///
/// Other threads may change the rows meanwhile (Recht 2011): a step then starts from a mixture of old and new numbers.
final class WindowStep implements Learner.Step {
  private static final Kernels KERNELS = Kernels.BEST;

  private final int width;
  private final NativeMatrix before;
  private final long[] copies;
  private final Errors errors;

  /// @param inputs  at most
  /// @param outputs at most
  /// @param width   of a row, padded
  WindowStep(int inputs, int outputs, int width) {
    this.width = width;
    before = new NativeMatrix(outputs, width);
    copies = new long[outputs];
    for (int j = 0; j < outputs; j++) {
      copies[j] = before.address(j);
    }
    errors = new Errors(inputs * outputs);
  }

  @Override
  public void run(long[] inputs, int n, long[] outputs, boolean[] yes, int m, float rate) {
    long e = errors.address();
    for (int j = 0; j < m; j++) {
      KERNELS.affine(outputs[j], 1, 0, copies[j], width);                             // Y [O,D]
    }
    for (int i = 0; i < n; i++) {
      KERNELS.rowDots(inputs[i], before.address(0), DType.F32, width, e + 4L * i * m, m);
    }
    errors.answer(yes, n, m, rate);                                                   // E [C,O]
    for (int j = 0; j < m; j++) {
      KERNELS.addRows(outputs[j], e + 4L * j, m, inputs, n, width);
    }
    for (int i = 0; i < n; i++) {
      KERNELS.addRows(inputs[i], e + 4L * i * m, 1, copies, m, width);
    }
  }
}
