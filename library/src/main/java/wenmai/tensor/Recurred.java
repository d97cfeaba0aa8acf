package wenmai.tensor;

import java.util.List;

/// What an LSTM made of a text: its outputs [B,T,D], and its cell [B,D] after the last, of which no tape knows.
public record Recurred(Tensor out, Tensor cell) implements Scope.Bundle {
  @Override
  public List<Tensor> tensors() {
    return List.of(out, cell);
  }
}
