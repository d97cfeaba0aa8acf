package wenmai.model;

import wenmai.tensor.Tensor;

/// What each position does by itself, through a wider hidden layer.
public final class FeedForward extends Layer {

  /// Which formula.
  public enum Kind {
    /// (silu(x G) ⊙ x U) W. Shazeer 2020, "GLU variants improve transformer", eq. 6.
    SWIGLU,
    /// gelu(x U) W. Hendrycks 2016.
    GELU,
    /// The same with the paper's approximation of gelu, as the published GPT-2 was trained.
    GELU_TANH
  }

  private final Kind kind;
  private final Linear gate;
  private final Linear up;
  private final Linear down;

  FeedForward(Weights weights, String name, DecoderConfig c) {
    kind = c.feedForward();
    up = new Linear(weights, name + ".up_proj", c.width(), c.hidden(), c.bias(), c.deviation());
    gate = kind == Kind.SWIGLU ? new Linear(weights, name + ".gate_proj", c.width(), c.hidden(), c.bias(), c.deviation()) : up;
    down = new Linear(weights, name + ".down_proj", c.hidden(), c.width(), c.bias(), c.residualDeviation());
  }

  @Override
  protected Tensor forward(Tensor x, Pass pass) {                                    // [B,T,D]
    return down.apply(switch (kind) {                                                // [B,T,hidden]
      case SWIGLU -> gate.apply(x, pass).swiglu(up.apply(x, pass));
      case GELU -> up.apply(x, pass).gelu();
      case GELU_TANH -> geluTanh(up.apply(x, pass));
    }, pass);                                                                        // [B,T,D]
  }

  /// ½ x (1 + tanh z) = x σ(2z), z = √(2/π) (x + 0.044715 x³). Hendrycks 2016 §2.
  private static Tensor geluTanh(Tensor x) {
    double twice = 2 * Math.sqrt(2 / Math.PI);
    return x.mul(x.mul(x).mul(0.044715 * twice).add(twice).mul(x).sigmoid());
  }
}
