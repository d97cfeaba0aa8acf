package wenmai.train;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import wenmai.model.BackboneConfig;
import wenmai.model.DecoderConfig;
import wenmai.model.FeedForward;
import wenmai.model.LstmConfig;
import wenmai.tensor.Attended;
import wenmai.tensor.HeadLoss;
import wenmai.tensor.Residual;

/// How much memory a training step holds at its peak, from the shapes alone: what stays from step to step, and what
/// the tape keeps of each operation of `Block`: fp32, whatever the precision of products. The peak lies where the backward pass begins, when all activations wait
/// and of the gradients there is only the output layer's, unless an earlier micro-batch left all of them; or where it comes
/// to the encoder beside a decoder; or where it ends, when the first block is left and the gradients of all others are there.
///
/// @param optimizer   its moments
/// @param gradients   that are there at the peak
/// @param activations that wait for the backward pass
/// @param head        a chunk of the output layer's scores with the gradient of its input, or what a block holds on its way
///                    back, whichever is more
/// @param kept        freed memory that waits to be used again
/// @param java        the heap, where weights are drawn, and Java itself
public record Footprint(long parameters, long weights, long optimizer, long gradients, long activations, long head, long kept,
    long java) {
  private static final long BYTES = 4;
  static final long JAVA = 210_000_000 + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getInit();

  /// @param recipe     of which `recompute` does not count
  /// @param accumulate micro-batches of a step
  /// @param recomputed blocks of which only their input and the results of their attention wait, see [wenmai.tensor.Tape]
  public static Footprint of(BenchRecipe recipe, int accumulate, int recomputed) {
    var c = recipe.model().config(recipe.vocabulary());
    var stacks = stacks(recipe, c);
    long parameters = parameters(c, stacks.size() > 1);
    long moments = moments(recipe.optimizer(), c, parameters, stacks.size() > 1);
    long table = (long) c.width() * c.vocabulary();
    long written = stacks.getLast().tokens;
    long head = c.vocabulary() * HeadLoss.chunk(written, c.vocabulary()) + written * c.width();
    var peaks = new ArrayList<Footprint>();
    long waiting = 0;
    for (var stack : stacks) {
      boolean last = stack == stacks.getLast();
      waiting += (c.layers() - recomputed) * stack.block + recomputed * stack.input + stack.ends;
      long way = recomputed == c.layers() ? stack.again : stack.way;
      long behind = accumulate > 1 ? parameters : last ? table : parameters - (parameters - table) / 2;
      peaks.add(peak(parameters, moments, table, behind, waiting, last ? Math.max(head, way) : way));
    }
    long others = parameters - (parameters - table) / c.layers() / stacks.size();
    var first = stacks.getFirst();
    peaks.add(peak(parameters, moments, table, accumulate == 1 ? others : parameters, recomputed > 0 ? first.input : first.block,
        recomputed > 0 ? first.again : first.way));
    return peaks.stream().max(Comparator.comparing(Footprint::total)).orElseThrow();
  }

  /// From numbers of values. Of what waits to be used again the device keeps as much as an eighth of what is in use.
  private static Footprint peak(long parameters, long moments, long table, long gradients, long activations, long head) {
    long used = BYTES * (parameters + moments + gradients + activations + head);
    return new Footprint(parameters, BYTES * parameters, BYTES * moments, BYTES * gradients, BYTES * activations, BYTES * head,
        used / 8, JAVA + 2 * BYTES * table);
  }

  /// In use at once by tensors.
  public long tensors() {
    return weights + optimizer + gradients + activations + head;
  }

  /// Where memory is short and nothing waits. The device takes memory in sizes up to a 32nd larger than a tensor.
  long needed() {
    return tensors() / 32 * 33 + JAVA;
  }

  public long total() {
    return tensors() + kept + java;
  }

  /// The blocks that a micro-batch goes through, one after another: numbers of values.
  ///
  /// @param block that a block keeps
  /// @param input of them those that a recomputed one keeps: its input, what attention made, log-sum-exp
  /// @param way   gradients that a block's feed-forward holds at once
  /// @param again what a recomputed one holds at once on its way back, beyond its input
  /// @param ends  the last norm's input and output, and what a decoder wants of its encoder
  private record Blocks(long tokens, long block, long input, long way, long again, long ends) {}

  private static List<Blocks> stacks(BenchRecipe recipe, BackboneConfig config) {
    long batch = recipe.batch();
    int length = recipe.model().context();
    if (!(config instanceof DecoderConfig c)) {
      return List.of(recurrent(config.width(), batch * length));
    }
    if (recipe.objective() != Objective.SPANS) {
      return List.of(blocks(c, batch, batch * length, 0, 0, 0));
    }
    var corruption = recipe.corruption();
    long read = batch * (length - corruption.hidden(length) + corruption.spans(length));
    long written = batch * corruption.written(length);
    long asked = 2L * c.width() + 2 * queries(c) + c.heads();
    return List.of(blocks(c, batch, read, 2 * keys(c), 0, c.width()), blocks(c, batch, written, asked, queries(c) + c.heads(), 0));
  }

  /// A block keeps inputs and outputs of both norms; queries, keys, values, what attention made of them, log-sum-exp; what the
  /// feed-forward's products and curve read. What its part in attention from text to text adds is given, in values a token.
  private static Blocks blocks(DecoderConfig c, long batch, long tokens, long cross, long crossInput, long ends) {
    long width = c.width();
    long length = tokens / batch;
    long angles = c.rotary() ? length * c.headWidth() : 0;
    long thinking = (gated(c) ? 3L : 2L) * c.hidden();
    long block = 4 * width + 2 * queries(c) + 2 * keys(c) + c.heads() + thinking + cross;
    long input = width + queries(c) + c.heads() + crossInput;
    long mixing = block - input - 2 * width - thinking;
    long thought = tokens * 2 * width + Residual.longest(tokens) * (3 * width + thinking + (gated(c) ? 2L : 1L) * c.hidden());
    long attended = tokens * (queries(c) * (1 + Attended.parts(batch * c.kvHeads(), length)) + 2 * keys(c));
    return new Blocks(tokens, tokens * block, tokens * input, tokens * (2 * width + 2L * c.hidden()),
        tokens * (2 * width + mixing) + Math.max(thought, attended), tokens * (2 * width + ends) + angles);
  }

  /// A recurrent layer keeps its gates, outputs and cells.
  private static Blocks recurrent(long width, long tokens) {
    return new Blocks(tokens, 6 * width * tokens, width * tokens, 7 * width * tokens, 13 * width * tokens, 2 * width * tokens);
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
  ///
  /// @param two stacks, the second of which also asks the first
  private static long parameters(BackboneConfig config, boolean two) {
    long width = config.width();
    return (config.tied() ? 1 : 2) * width * config.vocabulary() + switch (config) {
      case DecoderConfig c -> blocks(c, two);
      case LstmConfig c -> width + c.layers() * (8 * width * width + 4 * width);
    };
  }

  private static long blocks(DecoderConfig c, boolean two) {
    long width = c.width();
    long attention = c.bias() ? queries(c) + 2 * keys(c) + width : 0;
    long thinking = c.bias() ? (gated(c) ? 2L : 1L) * c.hidden() + width : 0;
    long norm = c.bias() && !c.rotary() ? 2 * width : width;
    long stack = norm + c.layers() * (attention + thinking + 2 * norm);
    return (c.rotary() ? 0 : width * c.context()) + stack + (two ? stack + c.layers() * (attention + norm) : 0) + matrices(c, two);
  }

  private static long matrices(DecoderConfig c, boolean two) {
    long attention = 2 * c.width() * (queries(c) + keys(c));
    long thinking = (gated(c) ? 3L : 2L) * c.width() * c.hidden();
    return c.layers() * (two ? 3 * attention + 2 * thinking : attention + thinking);
  }

  /// What the optimizer keeps; Muon one moment of a matrix within a block, and of other weights two, as AdamW.
  private static long moments(Optimization o, BackboneConfig config, long parameters, boolean two) {
    return switch (o.kind()) {
      case ADAM, ADAMW -> 2 * parameters;
      case LION -> parameters;
      case SGD -> o.momentum() > 0 ? parameters : 0;
      case MUON -> 2 * parameters - switch (config) {
        case DecoderConfig c -> matrices(c, two);
        case LstmConfig c -> 8L * c.layers() * c.width() * c.width();
      };
    };
  }
}
