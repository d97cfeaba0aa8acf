package wenmai.model;

import java.util.List;
import wenmai.tensor.Tensor;

/// i, f, o = σ(Wx + Uh + b), g = tanh(Wx + Uh + b); c ← f ⊙ c + i ⊙ g; h = o ⊙ tanh(c). Hochreiter 1997, with the forget
/// gates of Gers 2000, which begin open: their bias is 1 (Jozefowicz 2015 §2.2).
///
/// Wx is one product over all positions; Uh has to wait for each position's h, the price of recurrence.
final class LstmLayer extends Layer {
  private final int layer;
  private final Tensor input;                                                        // W [4D,D]
  private final Tensor recurrent;                                                    // U [4D,D]
  private final Tensor bias;                                                         // b [4D]

  LstmLayer(Weights weights, LstmConfig c, int layer) {
    this.layer = layer;
    var name = "model.layers." + layer + ".lstm";
    long width = c.width();
    var start = new Weights.Start.Normal(1 / Math.sqrt(3.0 * width));   // as wide as PyTorch's uniform start
    input = weights.get(name + ".input.weight", start, 4 * width, width);
    recurrent = weights.get(name + ".recurrent.weight", start, 4 * width, width);
    bias = weights.get(name + ".bias", new Weights.Start.Parts(List.of(0.0, 1.0, 0.0, 0.0)), 4 * width);
  }

  @Override
  protected Tensor forward(Tensor x, Pass pass) {                                    // [B,T,D]
    var device = x.device();
    var before = pass.cache().state(layer,
        () -> new Cache.State(device.zeros(x.size(0), x.size(2)), device.zeros(x.size(0), x.size(2))));
    var made = x.linear(input, bias).recur(recurrent, before.output(), before.cell());
    var last = made.out().narrow(1, x.size(1) - 1, 1).reshape(x.size(0), x.size(2));
    pass.cache().keep(layer, new Cache.State(last, made.cell()));                    // [B,D]
    return made.out();                                                               // [B,T,D]
  }
}
