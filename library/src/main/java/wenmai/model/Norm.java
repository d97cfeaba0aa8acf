package wenmai.model;

import org.jspecify.annotations.Nullable;
import wenmai.tensor.Tensor;

/// Brings each position's values to a common scale.
public final class Norm extends Layer {

  /// Which formula.
  public enum Kind {
    /// Zhang 2019, "Root Mean Square Layer Normalization".
    RMS,
    /// Ba 2016, "Layer Normalization".
    LAYER
  }

  private final Kind kind;
  private final double epsilon;
  private final Tensor weight;                                                       // [D]
  private final @Nullable Tensor bias;                                               // [D]

  Norm(Weights weights, String name, DecoderConfig c) {
    kind = c.norm();
    epsilon = c.epsilon();
    weight = weights.get(name + ".weight", Weights.Start.ONES, c.width());
    bias = kind == Kind.LAYER && c.bias() ? weights.get(name + ".bias", Weights.Start.ZEROS, c.width()) : null;
  }

  @Override
  protected Tensor forward(Tensor x, Pass pass) {
    return switch (kind) {
      case RMS -> x.rmsNorm(weight, epsilon);
      case LAYER -> bias == null ? x.layerNorm(weight, epsilon) : x.layerNorm(weight, epsilon).add(bias);
    };
  }
}
