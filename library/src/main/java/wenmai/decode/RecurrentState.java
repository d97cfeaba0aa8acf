package wenmai.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import wenmai.tensor.Tensor;

/// The state of every recurrent layer: 2 · layers · D · 4 bytes, however many positions were read, so it is never full.
final class RecurrentState implements Reading {
  private final List<State> layers = new ArrayList<>();
  private int length;

  @Override
  public State state(int layer, Supplier<State> start) {
    return layer < layers.size() ? layers.get(layer) : start.get();
  }

  @Override
  public void keep(int layer, State state) {
    var own = new State(copy(state.output()), copy(state.cell()));
    if (layer < layers.size()) {
      close(layers.set(layer, own));
    } else {
      layers.add(own);
    }
  }

  private static Tensor copy(Tensor x) {
    return x.mul(1).own();
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int free() {
    return Integer.MAX_VALUE - length;
  }

  @Override
  public void advance(int positions) {
    length += positions;
  }

  private static void close(State state) {
    state.output().close();
    state.cell().close();
  }

  @Override
  public void close() {
    layers.forEach(RecurrentState::close);
    layers.clear();
  }
}
