package wenmai.train;

import wenmai.model.BackboneConfig;
import wenmai.model.DecoderConfig;
import wenmai.model.FeedForward;
import wenmai.model.LstmConfig;
import wenmai.tensor.HeadLoss;

/// How much memory a training step holds at its peak, from the shapes alone: what stays from step to step, and, in fp32,
/// what the tape keeps of each operation of `Block`. The peak lies where the backward pass begins: all activations wait, and
/// of the gradients there is only the output layer's, unless an earlier micro-batch left all of them.
///
/// @param optimizer   its moments
/// @param gradients   that are there at the peak
/// @param activations that wait for the backward pass
/// @param head        a chunk of the output layer's scores with the gradient of its input, or what the last block holds on its
///                    way back, whichever is more
/// @param kept        freed blocks that wait to be used again, and Java itself; measured on four shapes, right to 5 % of the total
public record Footprint(long parameters, long weights, long optimizer, long gradients, long activations, long head, long kept) {
  private static final long BYTES = 4;
  private static final long JAVA = 500_000_000;
  private static final double POOL = 0.08;

  public static Footprint of(BackboneConfig c, int batch, int accumulate) {
    return of(c, batch, accumulate, 0);
  }

  /// @param batch      sequences of a micro-batch
  /// @param accumulate micro-batches of a step
  /// @param recomputed blocks of which only their input and the results of their attention wait, see [wenmai.tensor.Tape]
  public static Footprint of(BackboneConfig c, int batch, int accumulate, int recomputed) {
    long tokens = BYTES * batch * c.context();
    long table = BYTES * c.width() * c.vocabulary();
    long weights = BYTES * parameters(c);
    int whole = c.layers() - recomputed;
    long activations = tokens * (whole * block(c) + recomputed * input(c) + 2L * c.width());
    long logits = BYTES * c.vocabulary() * HeadLoss.chunk((long) batch * c.context(), c.vocabulary());
    long last = tokens * (way(c) + (whole == 0 ? block(c) - input(c) : 0));
    long head = Math.max(logits + tokens * c.width(), last);
    long kept = JAVA + 2 * table + (long) (POOL * (activations + head));   // weights are drawn on Java's heap
    return new Footprint(parameters(c), weights, 2 * weights, accumulate > 1 ? weights : table, activations, head, kept);
  }

  public long total() {
    return weights + optimizer + gradients + activations + head + kept;
  }

  /// Values a token that a block keeps: inputs and outputs of both norms; queries, keys, values, what attention made of them
  /// and the same with the heads side by side, log-sum-exp; what the feed-forward's products and curve read. A recurrent layer
  /// keeps its gates, outputs and cells.
  private static long block(BackboneConfig config) {
    return switch (config) {
      case DecoderConfig c -> 4L * c.width() + 3 * queries(c) + 2 * keys(c) + c.heads() + (gated(c) ? 4L : 2L) * c.hidden();
      case LstmConfig c -> 6L * c.width();
    };
  }

  /// Values a token that a recomputed block keeps: its input, what attention made, log-sum-exp.
  private static long input(BackboneConfig config) {
    return switch (config) {
      case DecoderConfig c -> c.width() + queries(c) + c.heads();
      case LstmConfig c -> c.width();
    };
  }

  /// Gradients a token that the last block's feed-forward, or recurrence, holds at once.
  private static long way(BackboneConfig config) {
    return switch (config) {
      case DecoderConfig c -> 2L * c.width() + (gated(c) ? 3L : 2L) * c.hidden();
      case LstmConfig c -> 7L * c.width();
    };
  }

  private static long queries(DecoderConfig c) {
    return (long) c.heads() * c.headWidth();
  }

  private static long keys(DecoderConfig c) {
    return (long) c.kvHeads() * c.headWidth();
  }

  private static boolean gated(DecoderConfig c) {
    return c.feedForward() == FeedForward.Kind.SWIGLU;
  }

  /// Of a model that nobody has to make.
  private static long parameters(BackboneConfig config) {
    long width = config.width();
    long table = width * config.vocabulary();
    return (config.tied() ? 1 : 2) * table + switch (config) {
      case DecoderConfig c -> (c.rotary() ? 0 : width * c.context()) + norm(c) + c.layers() * (matrices(c) + 2 * norm(c));
      case LstmConfig c -> width + c.layers() * (8 * width * width + 4 * width);
    };
  }

  private static long norm(DecoderConfig c) {
    return c.bias() && !c.rotary() ? 2L * c.width() : c.width();
  }

  /// With their biases.
  private static long matrices(DecoderConfig c) {
    long width = c.width();
    long inner = gated(c) ? 3 : 2;
    long biases = c.bias() ? queries(c) + 2 * keys(c) + (inner - 1) * c.hidden() + 2 * width : 0;
    return 2 * width * (queries(c) + keys(c)) + inner * width * c.hidden() + biases;
  }
}
