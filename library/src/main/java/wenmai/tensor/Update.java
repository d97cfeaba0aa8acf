package wenmai.tensor;

/// The numbers of one step in which a weight w follows its gradient: what is done to each number by itself, in one pass
/// over memory. `g` in the formulas is factor · gradient (clipping) + l2 · w. Decay comes in two kinds: `l2` joins the
/// gradient, and so its moments; `decay`, already times the rate, takes that share of w away beside them (Loshchilov 2017).
public sealed interface Update {
  double factor();

  /// How many tensors like the weight are kept from step to step. They begin as zeros.
  int moments();

  /// m = μ m + g,  w = (1 − decay) w − rate · (m, or g + μ m with Nesterov). Polyak 1964 · Sutskever 2013 eq. 3.
  /// Without momentum nothing is kept, and m is g.
  record Sgd(double rate, double decay, double l2, double momentum, boolean nesterov, double factor) implements Update {
    /// The rate alone: w = (1 − decay) w − rate · g.
    public static Sgd plain(double rate, double decay) {
      return new Sgd(rate, decay, 0, 0, false, 1);
    }

    @Override
    public int moments() {
      return momentum > 0 ? 1 : 0;
    }
  }

  /// m = β₁ m + (1 − β₁) g,  v = β₂ v + (1 − β₂) g²,  w = (1 − decay) w − rate · (m / c₁) / (√(v / c₂) + ε), with
  /// c = 1 − βᵗ for the bias of moments that began as zeros. Kingma 2014, algorithm 1 · Loshchilov 2017, algorithm 2.
  record Adam(double rate, double decay, double l2, double beta1, double beta2, double epsilon, double correction1,
      double correction2, double factor) implements Update {
    @Override
    public int moments() {
      return 2;
    }
  }

  /// w = (1 − decay) w − rate · sign(β₁ m + (1 − β₁) g),  then m = β₂ m + (1 − β₂) g. Chen 2023, algorithm 2. No l2.
  record Lion(double rate, double decay, double beta1, double beta2, double factor) implements Update {
    @Override
    public int moments() {
      return 1;
    }
  }
}
