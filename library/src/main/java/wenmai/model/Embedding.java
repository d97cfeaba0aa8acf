package wenmai.model;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.Mask;
import wenmai.tensor.Tensor;

/// x = E[id], and where positions are learned (Radford 2018) + P[position]: what a token is, and where it stands in its
/// document.
public final class Embedding extends Layer {
  private final Tensor tokens;                                                       // [V,D]
  private final @Nullable Tensor positions;                                          // [context,D]

  public Embedding(Weights weights, DecoderConfig c) {
    var start = new Weights.Start.Normal(c.deviation());
    tokens = weights.get("model.embed_tokens.weight", start, c.vocabulary(), c.width());
    positions = c.rotary() ? null : weights.get("model.embed_positions.weight", start, c.context(), c.width());
  }

  @Override
  protected Tensor forward(Tensor ids, Pass pass) {                                  // [B,T]
    var x = tokens.rows(ids);                                                        // [B,T,D]
    return positions == null ? x : x.add(places(positions, ids, pass));
  }

  private static Tensor places(Tensor positions, Tensor ids, Pass pass) {            // [T,D], of packed rows [B,T,D]
    int first = pass.cache().length();
    int length = Math.toIntExact(ids.size(1));
    var starts = switch (pass.mask()) {
      case Mask.Documents(int[][] documents) -> documents;
      case Mask.Runs(int[][] from, _) -> from;
      default -> new int[0][];
    };
    if (starts.length == 0) {
      return positions.narrow(0, first, length);
    }
    var places = Arrays.stream(starts).flatMapToInt(row -> IntStream.range(first, first + length).map(s -> s - row[s])).toArray();
    return positions.rows(ids.device().of(places, ids.size(0), length));
  }

  /// The output layer: this one's vectors again, where it is [tied][DecoderConfig#tied].
  Tensor head(Weights weights, DecoderConfig c) {                                    // [V,D]
    return c.tied() ? tokens
        : weights.get("lm_head.weight", new Weights.Start.Normal(c.deviation()), c.vocabulary(), c.width());
  }

  /// A vector for each token.
  Tensor tokens() {
    return tokens;
  }
}
