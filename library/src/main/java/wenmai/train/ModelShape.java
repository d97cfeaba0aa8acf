package wenmai.train;

import java.util.Locale;
import wenmai.files.Default;
import wenmai.message.BadInput;
import wenmai.model.BackboneConfig;
import wenmai.model.DecoderConfig;
import wenmai.model.FeedForward;
import wenmai.model.LstmConfig;

/// The model part of a recipe.
///
/// @param kind        llama (Touvron 2023), gpt (Radford 2019) or lstm (Hochreiter 1997)
/// @param heads       query heads; an lstm has none
/// @param kvHeads     key-value heads; 0 takes as many as heads
/// @param hidden      values of the feed-forward's inner layer; 0 takes the paper's share of the width
/// @param feedForward auto takes the kind's own: swiglu of llama, gelu of gpt
/// @param bias        of gpt's linear layers and norms
public record ModelShape(@Default("llama") Kind kind, @Default("6") int layers, @Default("384") int width, @Default("6") int heads,
    @Default("0") int kvHeads, @Default("0") int hidden, @Default("auto") Curve feedForward, @Default("256") int context,
    @Default("false") boolean bias, @Default("true") boolean tied) {

  /// A family of models.
  public enum Kind {
    LLAMA,
    GPT,
    LSTM
  }

  /// The formula of the feed-forward.
  public enum Curve {
    AUTO,
    SWIGLU,
    GELU
  }

  public ModelShape {
    config(kind, 1, layers, width, heads, kvHeads, hidden, feedForward, context, bias, tied);
  }

  void requireBlocks(int recompute) {
    if (recompute < 0 || recompute > layers) {
      throw new BadInput("recompute (%d) must be from 0 to layers (%d)", "recompute（%d）必须在 0 到 layers（%d）之间", recompute, layers);
    }
  }

  public BackboneConfig config(int vocabulary) {
    return config(kind, vocabulary, layers, width, heads, kvHeads, hidden, feedForward, context, bias, tied);
  }

  /// The shape of a model with attention.
  ///
  /// @param why it must have some, as a key of the recipe
  DecoderConfig attending(int vocabulary, String why) {
    if (config(vocabulary) instanceof DecoderConfig c) {
      return c;
    }
    throw new BadInput("%s needs attention, which model.kind (lstm) has not; take llama or gpt", "%s 需要注意力，而 model.kind（lstm）没有；请用 llama 或 gpt", why);
  }

  /// The same for texts of another length.
  public ModelShape context(int other) {
    return new ModelShape(kind, layers, width, heads, kvHeads, hidden, feedForward, other, bias, tied);
  }

  /// The same with more blocks or fewer.
  public ModelShape layers(int other) {
    return new ModelShape(kind, other, width, heads, kvHeads, hidden, feedForward, context, bias, tied);
  }

  private static BackboneConfig config(Kind kind, int vocabulary, int layers, int width, int heads, int kvHeads, int hidden,
      Curve feedForward, int context, boolean bias, boolean tied) {
    if (kvHeads < 0 || hidden < 0) {
      throw new BadInput("kvHeads (%d) and hidden (%d) must not be negative", "kvHeads（%d）和 hidden（%d）不能为负", kvHeads, hidden);
    }
    if (kind == Kind.GPT && (kvHeads != 0 && kvHeads != heads || hidden != 0 && hidden != 4 * width || feedForward == Curve.SWIGLU || !tied)) {
      throw new BadInput("kind %s has as many kvHeads as heads, hidden = 4 · width, feedForward gelu, and is tied; leave these keys out",
          "kind 为 %s 时 kvHeads 等于 heads、hidden 为 4 倍 width、feedForward 为 gelu 且 tied；请去掉这些键", kind.name().toLowerCase(Locale.ROOT));
    }
    if (kind == Kind.LSTM && (kvHeads != 0 || hidden != 0 || feedForward != Curve.AUTO || bias)) {
      throw new BadInput("kind lstm has no kvHeads, hidden, feedForward or bias to choose; leave these keys out",
          "kind 为 lstm 时没有 kvHeads、hidden、feedForward 和 bias 可选；请去掉这些键");
    }
    return switch (kind) {
      case LLAMA -> {
        boolean gelu = feedForward == Curve.GELU;
        var c = DecoderConfig.llama(vocabulary, width, layers, heads, kvHeads == 0 ? heads : kvHeads,
            hidden != 0 ? hidden : gelu ? 4 * width : shareOf(width), context).with(gelu ? FeedForward.Kind.GELU : FeedForward.Kind.SWIGLU);
        yield tied ? c : c.untied();
      }
      case GPT -> DecoderConfig.gpt(vocabulary, width, layers, heads, context, bias);
      case LSTM -> new LstmConfig(vocabulary, width, layers, context, tied);
    };
  }

  /// Two thirds of 4 · width, since the gate is a third matrix, rounded up to a multiple of 32. Shazeer 2020 §3.
  private static int shareOf(int width) {
    return (8 * width / 3 + 31) / 32 * 32;
  }
}
