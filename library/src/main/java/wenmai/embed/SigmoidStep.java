package wenmai.embed;

import java.util.Arrays;
import java.util.SplittableRandom;
import wenmai.tensor.DType;
import wenmai.tensor.Unary;
import wenmai.tensor.kernel.Kernels;

/// One thread's gradient ascent on Σⱼ log p(answer j), p(yes) = σ(h · yⱼ), h = σ(z), z = W x, x = [x₁ … xₙ]:
///
/// ∂/∂h = Σⱼ eⱼ yⱼ with eⱼ = answer − σ(h · yⱼ) · ∂/∂yⱼ = eⱼ h · ∂/∂z = ∂/∂h ⊙ h ⊙ (1 − h) · ∂/∂W = ∂/∂z xᵀ · ∂/∂x = Wᵀ ∂/∂z
final class SigmoidStep implements Training.Learner {
  private static final Kernels KERNELS = Kernels.BEST;
  private static final int NONE = -1;

  private final SigmoidLayer layer;
  private final Objective objective;
  private final int width;           // of a row
  private final int whole;           // of all places side by side
  private final NativeMatrix inputs; // x, and its gradient                           [2,n·D]
  private final NativeMatrix units;  // z, h, and their gradients                     [4,D]
  private final NativeMatrix factors = new NativeMatrix(1, 1);
  private final long[] addends = new long[1];
  private final long[] hidden;
  private final int[] context;
  private final int[] asked;
  private final boolean[] yes;

  SigmoidStep(SigmoidLayer layer, Objective objective) {
    this.layer = layer;
    this.objective = objective;
    width = layer.words().stride();
    whole = layer.places() * width;
    inputs = new NativeMatrix(2, whole);
    units = new NativeMatrix(4, layer.words().width());
    hidden = new long[layer.words().width()];
    Arrays.setAll(hidden, layer.hidden()::address);
    context = new int[layer.places()];
    asked = new int[objective.most()];
    yes = new boolean[asked.length];
  }

  @Override
  public void learn(int[] sentence, int length, float rate, SplittableRandom random) {
    int window = context.length / 2;
    for (int centre = 0; centre < length; centre++) {
      for (int i = 0; i < context.length; i++) {
        int place = centre + (i < window ? i - window : i - window + 1);
        context[i] = place >= 0 && place < length ? sentence[place] : NONE;
      }
      learn(context, asked, yes, objective.ask(sentence[centre], random, asked, yes, 0), rate);
    }
  }

  /// @param context words, or [#NONE]
  /// @param asked   `m` rows of outputs
  void learn(int[] context, int[] asked, boolean[] yes, int m, float rate) {
    long z = units.address(0);
    long h = units.address(1);
    long slopeH = units.address(2);
    long slopeZ = units.address(3);
    gather(context);
    KERNELS.rowDots(inputs.address(0), layer.hidden().address(0), DType.F32, whole, z, hidden.length);
    KERNELS.unary(Unary.SIGMOID, z, h, hidden.length);
    units.clear(2);
    for (int j = 0; j < m; j++) {
      long y = layer.out().address(asked[j]);
      float e = rate * ((yes[j] ? 1 : 0) - (float) (1 / (1 + Math.exp(-KERNELS.dot(h, y, width)))));
      add(e, y, slopeH, width);
      add(e, h, y, width);
    }
    KERNELS.unaryGrad(Unary.SIGMOID, z, h, slopeH, slopeZ, hidden.length);
    learnInputs(context, slopeZ);
  }

  /// Wᵀ ∂/∂z before W moves.
  private void learnInputs(int[] context, long slopeZ) {
    long x = inputs.address(0);
    long slopeX = inputs.address(1);
    inputs.clear(1);
    KERNELS.addRows(slopeX, slopeZ, 1, hidden, hidden.length, whole);
    for (int row = 0; row < hidden.length; row++) {
      add(units.get(3, row), x, hidden[row], whole);
    }
    for (int i = 0; i < context.length; i++) {
      if (context[i] != NONE) {
        add(1, slopeX + 4L * i * width, layer.words().address(context[i]), width);
      }
    }
  }

  /// The context's vectors side by side.
  private void gather(int[] context) {
    inputs.clear(0);
    for (int i = 0; i < context.length; i++) {
      if (context[i] != NONE) {
        KERNELS.affine(layer.words().address(context[i]), 1, 0, inputs.address(0) + 4L * i * width, width);
      }
    }
  }

  /// to += factor · row
  private void add(float factor, long row, long to, int n) {
    factors.set(0, 0, factor);
    addends[0] = row;
    KERNELS.addRows(to, factors.address(0), 0, addends, 1, n);
  }
}
