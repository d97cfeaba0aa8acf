package wenmai.model;

import java.util.List;
import wenmai.tensor.Tensor;

/// Layers one after another: y = f₃(f₂(f₁(x))).
public final class Chain extends Layer {
  private final List<Layer> layers;

  public Chain(Layer... layers) {
    this.layers = List.of(layers);
  }

  @Override
  protected Tensor forward(Tensor x, Pass pass) {
    var y = x;
    for (var layer : layers) {
      y = layer.apply(y, pass);
    }
    return y;
  }
}
