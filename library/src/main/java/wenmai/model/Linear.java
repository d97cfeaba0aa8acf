package wenmai.model;

import org.jspecify.annotations.Nullable;
import wenmai.tensor.Tensor;

/// y = x Wᵀ + b
public final class Linear extends Layer {
  private final Tensor weight;                                                       // [out,in]
  private final @Nullable Tensor bias;                                               // [out]

  public Linear(Weights weights, String name, int in, int out, boolean biased, double deviation) {
    weight = weights.get(name + ".weight", new Weights.Start.Normal(deviation), out, in);
    bias = biased ? weights.get(name + ".bias", Weights.Start.ZEROS, out) : null;
  }

  @Override
  protected Tensor forward(Tensor x, Pass pass) {
    var y = x.linear(weight, pass.precision());
    return bias == null ? y : y.add(bias);
  }
}
