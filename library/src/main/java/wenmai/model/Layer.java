package wenmai.model;

import wenmai.tensor.Scope;
import wenmai.tensor.Tensor;

/// A function of tensors with weights. It holds nothing else: what a pass needs travels in [Pass].
public abstract class Layer {

  /// Runs the formula and frees everything it made but its result.
  public final Tensor apply(Tensor x, Pass pass) {
    return Scope.run(() -> forward(x, pass));
  }

  protected abstract Tensor forward(Tensor x, Pass pass);
}
