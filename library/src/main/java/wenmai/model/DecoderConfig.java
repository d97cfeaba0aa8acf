package wenmai.model;

import wenmai.message.BadInput;
import wenmai.tensor.Mask;

/// The shape of a decoder.
///
/// @param vocabulary  V, tokens it knows
/// @param width       D, values a position
/// @param layers      blocks
/// @param heads       N, query heads
/// @param kvHeads     K, key-value heads; N is a multiple of it
/// @param headWidth   H, values a head
/// @param hidden      values of the feed-forward's inner layer
/// @param context     positions it was made for
/// @param tied        whether the output layer is the embedding again (Press 2016)
/// @param rotary      rotary positions (Su 2021), or else learned ones (Radford 2018)
/// @param ropeBase    of rotary positions; 10,000 in the paper
/// @param ropeScaling how rotary positions are slowed down
/// @param epsilon     of the norms
/// @param window      keys that a position sees, itself the last; 0: all before it. Beltagy 2020 §3.1
/// @param sinks       keys at the very beginning that it sees besides. Xiao 2023
public record DecoderConfig(int vocabulary, int width, int layers, int heads, int kvHeads, int headWidth, int hidden,
    int context, Norm.Kind norm, FeedForward.Kind feedForward, boolean rotary, double ropeBase, RopeScaling ropeScaling,
    boolean bias, boolean tied, double epsilon, int window, int sinks) implements BackboneConfig {

  public DecoderConfig {
    positive("vocabulary", vocabulary);
    positive("width", width);
    positive("layers", layers);
    positive("heads", heads);
    positive("kvHeads", kvHeads);
    positive("headWidth", headWidth);
    positive("hidden", hidden);
    positive("context", context);
    if (heads % kvHeads != 0) {
      throw new BadInput("heads (%d) must be a multiple of kvHeads (%d)", "heads（%d）必须是 kvHeads（%d）的整数倍", heads, kvHeads);
    }
    if (window < 0 || sinks < 0 || sinks > 0 && window == 0) {
      throw new BadInput("window (%d) and sinks (%d) must not be negative, and sinks need a window",
          "window（%d）和 sinks（%d）不能为负，且有 sinks 时必须有 window", window, sinks);
    }
    if (rotary && headWidth % 2 != 0) {
      throw new BadInput("headWidth (%d) must be even for rotary positions: choose heads (%d) so that width / heads is even",
          "使用旋转位置编码时 headWidth（%d）必须是偶数：请另选 heads（%d），使 width / heads 为偶数", headWidth, heads);
    }
  }

  /// Touvron 2023: RMS norms, rotary positions, SwiGLU, no biases.
  public static DecoderConfig llama(int vocabulary, int width, int layers, int heads, int kvHeads, int hidden, int context) {
    return new DecoderConfig(vocabulary, width, layers, heads, kvHeads, perHead(width, heads), hidden, context, Norm.Kind.RMS,
        FeedForward.Kind.SWIGLU, true, 10_000, RopeScaling.NONE, false, true, 1e-5, 0, 0);
  }

  /// Radford 2019: layer norms, learned positions, GELU.
  public static DecoderConfig gpt(int vocabulary, int width, int layers, int heads, int context, boolean bias) {
    return new DecoderConfig(vocabulary, width, layers, heads, heads, perHead(width, heads), 4 * width, context,
        Norm.Kind.LAYER, FeedForward.Kind.GELU, false, 10_000, RopeScaling.NONE, bias, true, 1e-5, 0, 0);
  }

  /// With an output layer of its own.
  public DecoderConfig untied() {
    return new DecoderConfig(vocabulary, width, layers, heads, kvHeads, headWidth, hidden, context, norm, feedForward, rotary,
        ropeBase, ropeScaling, bias, false, epsilon, window, sinks);
  }

  /// With another formula in its feed-forward.
  public DecoderConfig with(FeedForward.Kind formula) {
    return new DecoderConfig(vocabulary, width, layers, heads, kvHeads, headWidth, hidden, context, norm, formula, rotary,
        ropeBase, ropeScaling, bias, tied, epsilon, window, sinks);
  }

  /// Seeing a window only.
  public DecoderConfig windowed(int keys, int first) {
    return new DecoderConfig(vocabulary, width, layers, heads, kvHeads, headWidth, hidden, context, norm, feedForward, rotary,
        ropeBase, ropeScaling, bias, tied, epsilon, keys, first);
  }

  /// What a mask leaves to see in the window.
  Mask sight(Mask mask) {
    return window == 0 ? mask : mask.within(window, sinks);
  }

  /// The most keys that a position sees.
  public int seen() {
    return window == 0 ? context : (int) Math.min(context, (long) window + sinks);
  }

  /// Weights start as N(0, 0.02²). Radford 2018 §4.1.
  double deviation() {
    return 0.02;
  }

  /// Those that add to the residual stream start smaller, by the square root of how many there are. Radford 2019 §2.3.
  double residualDeviation() {
    return deviation() / Math.sqrt(2.0 * layers);
  }

  private static int perHead(int width, int heads) {
    positive("heads", heads);
    if (width % heads != 0) {
      throw new BadInput("width (%d) must be a multiple of heads (%d)", "width（%d）必须是 heads（%d）的整数倍", width, heads);
    }
    return width / heads;
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new BadInput("%s (%d) must be at least 1", "%s（%d）必须至少为 1", name, value);
    }
  }
}
