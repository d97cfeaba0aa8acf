package wenmai.model;

import wenmai.message.BadInput;

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
public record DecoderConfig(int vocabulary, int width, int layers, int heads, int kvHeads, int headWidth, int hidden,
    int context, Norm.Kind norm, FeedForward.Kind feedForward, boolean rotary, double ropeBase, RopeScaling ropeScaling,
    boolean bias, boolean tied, double epsilon) implements BackboneConfig {

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
    if (rotary && headWidth % 2 != 0) {
      throw new BadInput("headWidth (%d) must be even for rotary positions", "使用旋转位置编码时 headWidth（%d）必须是偶数", headWidth);
    }
  }

  /// Touvron 2023: RMS norms, rotary positions, SwiGLU, no biases.
  public static DecoderConfig llama(int vocabulary, int width, int layers, int heads, int kvHeads, int hidden, int context) {
    return new DecoderConfig(vocabulary, width, layers, heads, kvHeads, perHead(width, heads), hidden, context, Norm.Kind.RMS,
        FeedForward.Kind.SWIGLU, true, 10_000, RopeScaling.NONE, false, true, 1e-5);
  }

  /// Radford 2019: layer norms, learned positions, GELU.
  public static DecoderConfig gpt(int vocabulary, int width, int layers, int heads, int context, boolean bias) {
    return new DecoderConfig(vocabulary, width, layers, heads, heads, perHead(width, heads), 4 * width, context,
        Norm.Kind.LAYER, FeedForward.Kind.GELU, false, 10_000, RopeScaling.NONE, bias, true, 1e-5);
  }

  /// With an output layer of its own.
  public DecoderConfig untied() {
    return new DecoderConfig(vocabulary, width, layers, heads, kvHeads, headWidth, hidden, context, norm, feedForward, rotary,
        ropeBase, ropeScaling, bias, false, epsilon);
  }

  /// With another formula in its feed-forward.
  public DecoderConfig with(FeedForward.Kind formula) {
    return new DecoderConfig(vocabulary, width, layers, heads, kvHeads, headWidth, hidden, context, norm, formula, rotary,
        ropeBase, ropeScaling, bias, tied, epsilon);
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
