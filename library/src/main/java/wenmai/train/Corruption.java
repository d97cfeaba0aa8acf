package wenmai.train;

import java.util.List;
import wenmai.files.Default;
import wenmai.files.Recipes;
import wenmai.message.BadInput;

/// How much of a text is hidden from a model that is asked for it.
///
/// @param rate share of the tokens; 0.15 in both papers (Devlin 2018 §3.1, Raffel 2019 §3.1.4)
/// @param span tokens of a span on average; 3 in the paper
public record Corruption(@Default("0.15") double rate, @Default("3") double span) {

  public static final Corruption DEFAULTS = Recipes.of(List.of(), Corruption.class);

  public Corruption {
    if (!(rate > 0 && rate < 1)) {
      throw new BadInput("corruption.rate (%s) must lie between 0 and 1", "corruption.rate（%s）必须在 0 与 1 之间", rate);
    }
    if (!(span >= 1 && span < Double.POSITIVE_INFINITY)) {
      throw new BadInput("corruption.span (%s) must be at least 1", "corruption.span（%s）必须至少为 1", span);
    }
  }

  /// Of so many tokens, those that are hidden: one at least.
  int hidden(int tokens) {
    return Math.clamp(Math.round(rate * tokens), 1, Math.max(1, tokens - 1));
  }

  /// Of so many tokens, the spans that are taken out. One token at least stays before each, where there is one.
  int spans(int tokens) {
    int hidden = hidden(tokens);
    return Math.clamp(Math.round(hidden / span), 1, Math.max(1, Math.min(hidden, tokens - hidden)));
  }

  /// Tokens to write for a text of so many: the hidden ones, a sentinel before each span, and one that ends them.
  int written(int tokens) {
    return hidden(tokens) + spans(tokens) + 1;
  }
}
