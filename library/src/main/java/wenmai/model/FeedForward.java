package wenmai.model;

import wenmai.tensor.Tensor;

/// What each position does by itself, through a wider hidden layer.
public final class FeedForward extends Layer {

  /// Which formula.
  public enum Kind {
    /// (silu(x G) ⊙ x U) W. Shazeer 2020, "GLU variants improve transformer", eq. 6.
    SWIGLU,
    /// gelu(x U) W. Hendrycks 2016.
    GELU
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
      case SWIGLU -> gate.apply(x, pass).silu().mul(up.apply(x, pass));
      case GELU -> up.apply(x, pass).gelu();
    }, pass);                                                                        // [B,T,D]
  }
}
