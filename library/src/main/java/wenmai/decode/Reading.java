package wenmai.decode;

import wenmai.model.Cache;
import wenmai.model.CausalModel;
import wenmai.model.Decoder;
import wenmai.model.Lstm;

/// What is kept of the positions read so far, so that a new token costs one position and not all of them.
sealed interface Reading extends Cache, AutoCloseable permits KvCache, RecurrentState {

  /// Positions that are still free.
  int free();

  /// The positions of the last pass are read now.
  void advance(int positions);

  @Override
  void close();

  static Reading of(CausalModel model) {
    return switch (model) {
      case Decoder decoder -> new KvCache(decoder);
      case Lstm _ -> new RecurrentState();
    };
  }
}
