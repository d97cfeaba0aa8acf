package wenmai.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.Scope;
import wenmai.tensor.Tensor;

/// Blocks one after another, and a last norm.
final class Stack implements AutoCloseable {
  private final @Nullable Rope rope;
  private final List<Block> blocks = new ArrayList<>();
  private final Norm norm;

  /// @param reads whether its blocks also read what an encoder made
  Stack(Weights weights, String name, DecoderConfig c, boolean reads) {
    rope = c.rotary() ? new Rope(weights.device(), c) : null;
    for (int layer = 0; layer < c.layers(); layer++) {
      blocks.add(new Block(weights, name, c, layer, rope, reads));
    }
    norm = new Norm(weights, name + ".norm", c);
  }

  /// Ids [B,T] → hidden states [B,T,D]
  Tensor hidden(Embedding embedding, Tensor ids, Pass pass) {
    return Scope.run(() -> {
      var x = embedding.apply(ids, pass).dropout(pass.dropout("embedding", 0));      // [B,T,D]
      for (int layer = 0; layer < blocks.size(); layer++) {
        var block = blocks.get(layer);
        x = layer < pass.recomputed() ? block.recomputed(x, pass) : block.apply(x, pass);
      }
      return norm.apply(x, pass);                                                    // [B,T,D]
    });
  }

  @Override
  public void close() {
    if (rope != null) {
      rope.close();
    }
  }
}
