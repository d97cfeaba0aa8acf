package wenmai.embed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import wenmai.tensor.kernel.Kernels;

/// One thread's step of gradient ascent on Σⱼ log p(answer j), with p(yes) = σ(h · yⱼ) and h the mean of n rows xᵢ:
///
/// yⱼ += eⱼ h · xᵢ += Σⱼ eⱼ yⱼ, with eⱼ = rate · (answer − σ(h · yⱼ))
///
/// Each row takes the whole gradient by the mean, as in word2vec.c: a row's own share, an nth of that, would only be a smaller
/// rate for wide windows. All gradients are taken before anything moves.
///
/// Other threads may change the rows meanwhile (Recht 2011): a step then starts from a mixture of old and new numbers.
final class MeanStep implements Learner.Step {
  private static final Kernels KERNELS = Kernels.BEST;

  private final int width;
  private final NativeMatrix mean;   // h, and its gradient                           [2,D]
  private final Errors errors;
  private final MemorySegment factors = Arena.ofAuto().allocate(8, 64);   // 1/n and 1

  /// @param outputs at most
  /// @param width   of a row, padded
  MeanStep(int outputs, int width) {
    this.width = width;
    mean = new NativeMatrix(2, width);
    errors = new Errors(outputs);
    factors.setAtIndex(ValueLayout.JAVA_FLOAT, 1, 1);
  }

  @Override
  public void run(long[] inputs, int n, long[] outputs, boolean[] yes, int m, float rate) {
    long h = mean.address(0);
    long slope = mean.address(1);
    long e = errors.address();
    factors.setAtIndex(ValueLayout.JAVA_FLOAT, 0, 1f / n);
    mean.clear();
    KERNELS.addRows(h, factors.address(), 0, inputs, n, width);
    KERNELS.rowDots(h, outputs, m, width, e);
    errors.answer(yes, 1, m, rate);
    KERNELS.addRows(slope, e, 1, outputs, m, width);
    KERNELS.addToRows(outputs, m, e, 1, h, width);
    KERNELS.addToRows(inputs, n, factors.address() + 4, 0, slope, width);
  }
}
