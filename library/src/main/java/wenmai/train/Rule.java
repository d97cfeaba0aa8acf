package wenmai.train;

import java.util.List;
import wenmai.tensor.Tensor;
import wenmai.tensor.Update;

/// How a weight follows its gradient. All but [Muon] treat each number by itself, as an [Update] whose formula stands
/// there.
sealed interface Rule permits Rule.Elementwise, Muon {

  /// @param number from 0
  /// @param decay  of this weight
  /// @param factor of the gradient: clipping
  record Step(int number, double rate, double decay, double factor) {}

  /// What is kept for each weight, by name, in its shape.
  List<String> moments();

  void move(Tensor weight, List<Tensor> moments, Step s);

  static Rule of(Optimization o, String name, Tensor weight) {
    return switch (o.kind()) {
      case ADAMW -> new AdamW(o.beta1(), o.beta2());
      case ADAM -> new Adam(o.beta1(), o.beta2());
      case SGD -> new Sgd(o.momentum(), o.nesterov());
      case LION -> new Lion(o.beta1(), o.beta2());
      case MUON -> Muon.suits(name, weight) ? new Muon(o.momentum(), o.nesterov(), o.scaling()) : new AdamW(o.beta1(), o.beta2());
    };
  }

  sealed interface Elementwise extends Rule {
    Update update(Step s);

    @Override
    default void move(Tensor weight, List<Tensor> moments, Step s) {
      weight.update(weight.grad(), moments, update(s));
    }
  }

  /// Two moments in fp32, 8 bytes a weight.
  sealed interface Moments extends Elementwise {
    double EPSILON = 1e-8;

    double beta1();

    double beta2();

    @Override
    default List<String> moments() {
      return List.of("first", "second");
    }

    default Update.Adam adam(Step s, double decay, double l2) {
      return new Update.Adam(s.rate, s.rate * decay, l2, beta1(), beta2(), EPSILON, 1 - Math.pow(beta1(), s.number + 1),
          1 - Math.pow(beta2(), s.number + 1), s.factor);
    }
  }

  /// The gradient's mean over the root of its square's mean, with decoupled decay. Loshchilov 2017, algorithm 2.
  record AdamW(double beta1, double beta2) implements Moments {
    @Override
    public Update update(Step s) {
      return adam(s, s.decay, 0);
    }
  }

  /// The same with the decay in the gradient. Kingma 2014, algorithm 1.
  record Adam(double beta1, double beta2) implements Moments {
    @Override
    public Update update(Step s) {
      return adam(s, 0, s.decay);
    }
  }

  /// The gradient with momentum, and the decay in the gradient. Polyak 1964 · Sutskever 2013. None or 4 bytes a weight.
  record Sgd(double momentum, boolean nesterov) implements Elementwise {
    @Override
    public List<String> moments() {
      return momentum > 0 ? List.of("momentum") : List.of();
    }

    @Override
    public Update update(Step s) {
      return new Update.Sgd(s.rate, 0, s.decay, momentum, nesterov, s.factor);
    }
  }

  /// The sign of the gradient's mean, with decoupled decay: 4 bytes a weight, and a rate 3 to 10 times lower than AdamW's.
  /// Chen 2023.
  record Lion(double beta1, double beta2) implements Elementwise {
    @Override
    public List<String> moments() {
      return List.of("momentum");
    }

    @Override
    public Update update(Step s) {
      return new Update.Lion(s.rate, s.rate * s.decay, beta1, beta2, s.factor);
    }
  }
}
