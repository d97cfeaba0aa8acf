package wenmai.model;

import wenmai.tensor.Tensor;

/// The keys and values of the positions that were seen before, a pair a layer.
public interface Cache {

  /// Keys or values of every position seen, the new ones last.
  record Seen(Tensor keys, Tensor values) {}

  /// Takes the new [B,K,T,H] of a layer and gives back all [B,K,S,H].
  Seen append(int layer, Tensor keys, Tensor values);

  /// Positions seen before this pass.
  int length();

  /// Remembers nothing: training, and a first look at a whole text.
  Cache NONE = new Cache() {
    @Override
    public Seen append(int layer, Tensor keys, Tensor values) {
      return new Seen(keys, values);
    }

    @Override
    public int length() {
      return 0;
    }
  };
}
