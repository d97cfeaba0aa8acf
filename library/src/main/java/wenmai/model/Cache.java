package wenmai.model;

import java.util.function.Supplier;
import wenmai.tensor.Tensor;

/// What a model keeps of the positions that were seen before: a pair of keys and values a layer, or the state of a recurrent
/// layer. By itself it remembers nothing.
public interface Cache {

  /// Keys or values of every position seen, the new ones last.
  record Seen(Tensor keys, Tensor values) {}

  /// What a recurrent layer carries from one position to the next, [B,D] each.
  record State(Tensor output, Tensor cell) {}

  /// Takes the new [B,K,T,H] of a layer and gives back all [B,K,S,H].
  default Seen append(int layer, Tensor keys, Tensor values) {
    return new Seen(keys, values);
  }

  /// The state of a layer after the positions seen before; `start` where there are none.
  default State state(int layer, Supplier<State> start) {
    return start.get();
  }

  /// Takes the state of a layer after the new positions.
  default void keep(int layer, State state) {}

  /// Positions seen before this pass.
  int length();

  /// Remembers nothing: training, and a first look at a whole text.
  Cache NONE = () -> 0;
}
