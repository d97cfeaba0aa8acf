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
/// @param window      tokens that a position sees, itself the last; 0: all before it. Beltagy 2020
/// @param sinks       tokens at the very beginning that it sees besides. Xiao 2023
public record ModelShape(@Default("llama") Kind kind, @Default("6") int layers, @Default("384") int width, @Default("6") int heads,
    @Default("0") int kvHeads, @Default("0") int hidden, @Default("auto") Curve feedForward, @Default("256") int context,
    @Default("false") boolean bias, @Default("true") boolean tied, @Default("0") int window, @Default("0") int sinks) {

  private static final int MOST_LAYERS = 10_000;   // ten times those of the deepest published (Wang 2022, "DeepNet")

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
    config(kind, 1, layers, width, heads, kvHeads, hidden, feedForward, context, bias, tied, window, sinks);
  }

  void requireFor(Objective objective, Corruption corruption) {
    if (corruption.rate() != Corruption.DEFAULTS.rate() && objective == Objective.CAUSAL) {
      throw new BadInput("corruption.rate (%s) means nothing to objective causal, which hides nothing; leave it out, or take objective masked or spans",
          "corruption.rate（%s）对 objective causal 没有作用，因为它不遮盖任何词元；请去掉它，或用 objective masked 或 spans", corruption.rate());
    }
    if (corruption.span() != Corruption.DEFAULTS.span() && objective != Objective.SPANS) {
      throw new BadInput("corruption.span (%s) is for objective spans alone; leave it out, or take that", "corruption.span（%s）只适用于 objective spans；请去掉它，或改用该目标",
          corruption.span());
    }
    if (objective != Objective.CAUSAL && window > 0) {
      throw new BadInput("model.window (%d) is for objective causal; %s sees its whole text", "model.window（%d）只适用于 objective causal；%s 总是看到全文",
          window, objective.name().toLowerCase(Locale.ROOT));
    }
    if (objective == Objective.SPANS && corruption.written(context) > context) {
      throw new BadInput("corruption asks for %d tokens of a text of %d (model.context); lower the rate (%s) or lengthen the spans (%s)",
          "corruption 要求从 %2$d 个词元（model.context）的文本写出 %1$d 个；请降低 rate（%3$s）或加长 span（%4$s）",
          corruption.written(context), context, corruption.rate(), corruption.span());
    }
  }

  public BackboneConfig config(int vocabulary) {
    return config(kind, vocabulary, layers, width, heads, kvHeads, hidden, feedForward, context, bias, tied, window, sinks);
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
    return new ModelShape(kind, layers, width, heads, kvHeads, hidden, feedForward, other, bias, tied, window, sinks);
  }

  /// The same with more blocks or fewer.
  public ModelShape layers(int other) {
    return new ModelShape(kind, other, width, heads, kvHeads, hidden, feedForward, context, bias, tied, window, sinks);
  }

  /// The same with the fewest values a position.
  ModelShape narrow() {
    return new ModelShape(kind, layers, 2, 1, 0, 0, feedForward, context, bias, tied, window, sinks);
  }

  private static BackboneConfig config(Kind kind, int vocabulary, int layers, int width, int heads, int kvHeads, int hidden,
      Curve feedForward, int context, boolean bias, boolean tied, int window, int sinks) {
    if (kvHeads < 0 || hidden < 0) {
      throw new BadInput("kvHeads (%d) and hidden (%d) must not be negative", "kvHeads（%d）和 hidden（%d）不能为负", kvHeads, hidden);
    }
    if (layers > MOST_LAYERS) {
      throw new BadInput("model.layers (%d) must be at most %d", "model.layers（%d）最多为 %d", layers, MOST_LAYERS);
    }
    if ((long) width * Math.max(width, hidden) > Integer.MAX_VALUE) {
      throw new BadInput("model.width (%d) × the larger of width and model.hidden (%d), the numbers of a matrix, must be below 2³¹; take a narrower model",
          "model.width（%d）与 width、model.hidden（%d）中较大者之积，即一个矩阵的元素个数，必须小于 2³¹；请减小模型宽度", width, hidden);
    }
    if (kind == Kind.LLAMA && bias) {
      throw new BadInput("model.bias (true) is for kind gpt; llama has none. Leave it out", "model.bias（true）只适用于 kind gpt；llama 没有偏置。请去掉它");
    }
    if (kind == Kind.GPT && (kvHeads != 0 && kvHeads != heads || hidden != 0 && hidden != 4 * width || feedForward == Curve.SWIGLU || !tied)) {
      throw new BadInput("kind %s has as many kvHeads as heads, hidden = 4 · width, feedForward gelu, and is tied; leave these keys out",
          "kind 为 %s 时 kvHeads 等于 heads、hidden 为 4 倍 width、feedForward 为 gelu 且 tied；请去掉这些键", kind.name().toLowerCase(Locale.ROOT));
    }
    if (kind == Kind.LSTM && (kvHeads != 0 || hidden != 0 || feedForward != Curve.AUTO || bias || window != 0 || sinks != 0)) {
      throw new BadInput("kind lstm has no kvHeads, hidden, feedForward, bias, window or sinks to choose; leave these keys out",
          "kind 为 lstm 时没有 kvHeads、hidden、feedForward、bias、window 和 sinks 可选；请去掉这些键");
    }
    return switch (kind) {
      case LLAMA -> {
        boolean gelu = feedForward == Curve.GELU;
        var c = DecoderConfig.llama(vocabulary, width, layers, heads, kvHeads == 0 ? heads : kvHeads,
            hidden != 0 ? hidden : gelu ? 4 * width : shareOf(width), context).with(gelu ? FeedForward.Kind.GELU : FeedForward.Kind.SWIGLU);
        yield (tied ? c : c.untied()).windowed(window, sinks);
      }
      case GPT -> DecoderConfig.gpt(vocabulary, width, layers, heads, context, bias).windowed(window, sinks);
      case LSTM -> new LstmConfig(vocabulary, width, layers, context, tied);
    };
  }

  /// Two thirds of 4 · width, since the gate is a third matrix, rounded up to a multiple of 32. Shazeer 2020 §3.
  private static int shareOf(int width) {
    return (8 * width / 3 + 31) / 32 * 32;
  }
}
