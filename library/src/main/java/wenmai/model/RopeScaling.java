package wenmai.model;

import wenmai.message.BadInput;

/// How rotary frequencies are slowed down, so that a model reads further than the texts it was first trained on.
public sealed interface RopeScaling {
  RopeScaling NONE = new Linear(1);

  /// From and to radians a position.
  double of(double frequency);

  /// All alike: positions come closer together. Chen 2023, "Extending context window by positional interpolation".
  ///
  /// @param factor from 1 on
  record Linear(double factor) implements RopeScaling {
    public Linear {
      require("factor", factor);
    }

    @Override
    public double of(double frequency) {
      return frequency / factor;
    }
  }

  /// By wavelength: pairs that turned at least `high` times over the original context stay, those that turned at most
  /// `low` times are slowed, those between are blended. Dubey 2024, "The Llama 3 herd of models", and its published code.
  ///
  /// @param context positions of the first training
  record Llama3(double factor, double low, double high, int context) implements RopeScaling {
    public Llama3 {
      require("factor", factor);
      if (!(low > 0 && high > low && high < Double.POSITIVE_INFINITY) || context < 1) {
        throw new BadInput("rope scaling llama3: low_freq_factor (%s) must be above 0 and below high_freq_factor (%s), and the original context (%d) at least 1",
            "rope 缩放 llama3：low_freq_factor（%s）必须大于 0 且小于 high_freq_factor（%s），原上下文（%d）必须至少为 1", low, high, context);
      }
    }

    @Override
    public double of(double frequency) {
      double turns = context * frequency / (2 * Math.PI);
      double kept = Math.clamp((turns - low) / (high - low), 0, 1);
      return kept * frequency + (1 - kept) * frequency / factor;
    }
  }

  private static void require(String name, double factor) {
    if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new BadInput("rope scaling: %s (%s) must be a number from 1 on", "rope 缩放：%s（%s）必须是从 1 起的数", name, factor);
    }
  }
}
