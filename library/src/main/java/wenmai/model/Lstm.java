package wenmai.model;

import java.util.List;
import java.util.stream.IntStream;
import wenmai.tensor.ActivationCheckpoint;
import wenmai.tensor.Scope;
import wenmai.tensor.Tensor;

/// The model that writes from what it remembers: layers of memory cells instead of attention. What it carries from one
/// position to the next has the same size however long the text is, where a [Decoder] keeps every position; and its
/// positions wait for each other, where a decoder's are computed side by side. Hochreiter 1997 · Zaremba 2014 (dropout
/// between layers, never between positions).
public final class Lstm implements CausalModel {
  private static final double DEVIATION = 0.02;
  private static final double EPSILON = 1e-5;

  private final LstmConfig config;
  private final Weights weights;
  private final Tensor tokens;                                                       // [V,D]
  private final List<LstmLayer> layers;
  private final Tensor norm;                                                         // [D]
  /// √D, as in Vaswani 2017 §3.4: word vectors as small as an output layer's would hardly move a gate.
  private final double scale;
  private final Tensor head;                                                         // [V,D]

  public Lstm(LstmConfig c, Weights weights) {
    config = c;
    this.weights = weights;
    var start = new Weights.Start.Normal(DEVIATION);
    tokens = weights.get("model.embed_tokens.weight", start, c.vocabulary(), c.width());
    layers = IntStream.range(0, c.layers()).mapToObj(layer -> new LstmLayer(weights, c, layer)).toList();
    norm = weights.get("model.norm.weight", Weights.Start.ONES, c.width());
    scale = Math.sqrt(c.width());
    head = c.tied() ? tokens : weights.get("lm_head.weight", start, c.vocabulary(), c.width());
  }

  @Override
  public LstmConfig config() {
    return config;
  }

  @Override
  public Weights weights() {
    return weights;
  }

  @Override
  public Tensor words() {
    return tokens;
  }

  @Override
  public Tensor head() {
    return head;
  }

  @Override
  public Tensor hidden(Tensor ids, Pass pass) {                                      // [B,T]
    return Scope.run(() -> {
      var x = tokens.rows(ids).mul(scale).dropout(pass.dropout("embedding", 0));     // [B,T,D]
      for (int i = 0; i < layers.size(); i++) {
        var layer = layers.get(i);
        var y = i < pass.recomputed() ? ActivationCheckpoint.of(x, z -> layer.apply(z, pass)) : layer.apply(x, pass);
        x = y.dropout(pass.dropout("layer", i));
      }
      return x.rmsNorm(norm, EPSILON);                                               // [B,T,D]
    });
  }

  @Override
  public void close() {
    weights.close();
  }
}
