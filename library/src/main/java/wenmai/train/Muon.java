package wenmai.train;

import java.util.List;
import wenmai.tensor.Scope;
import wenmai.tensor.Tensor;
import wenmai.tensor.Update;

/// A hidden matrix follows its gradient's momentum made orthogonal: every direction in it moves equally far, also those
/// that gradients rarely favour. For a matrix [R,C] with R ≤ C it costs 5 (4 R² C + 2 R³) operations a step, and 4 bytes a weight.
/// Jordan 2024, "Muon: An optimizer for hidden layers in neural networks". Embeddings, the output layer and vectors have
/// other geometry, and are left to AdamW.
///
/// m = μ m + (1 − μ) g,  O = orthogonal(m, or μ m + (1 − μ) g with Nesterov),  w = (1 − rate · decay) w − rate · scale · O
record Muon(double momentum, boolean nesterov, Optimization.Scaling scaling) implements Rule {
  private static final int STEPS = 5;
  private static final double EPSILON = 1e-7;
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;

  static boolean suits(String name, Tensor weight) {
    return weight.rank() == 2 && !name.startsWith("model.embed_") && !name.startsWith("lm_head.");
  }

  @Override
  public List<String> moments() {
    return List.of("momentum");
  }

  @Override
  public void move(Tensor weight, List<Tensor> moments, Step s) {
    Scope.run(() -> {
      var fresh = weight.grad().mul((1 - momentum) * s.factor());
      var m = moments.getFirst();
      m.assign(m.mul(momentum).add(fresh));
      var direction = orthogonal(nesterov ? m.mul(momentum).add(fresh) : m);
      double scale = scaling.of(weight.size(0), weight.size(1));
      weight.update(direction, List.of(), Update.Sgd.plain(s.rate() * scale, s.rate() * s.decay()));
    });
  }

  /// Pulls all singular values of x [R,C] towards 1 by five steps of a Newton–Schulz iteration, x = a x + (b xxᵀ + c (xxᵀ)²) x,
  /// whose coefficients lift small values fastest: they end between about 0.7 and 1.2.
  static Tensor orthogonal(Tensor g) {                                               // [R,C]
    boolean tall = g.size(0) > g.size(1);
    var x = tall ? g.transpose(0, 1) : g;
    x = x.mul(1 / Math.max(EPSILON, Math.sqrt(x.squares())));
    for (int step = 0; step < STEPS; step++) {
      var gram = x.matmul(x.transpose(0, 1));                                        // [R,R]
      x = x.mul(A).add(gram.mul(B).add(gram.matmul(gram).mul(C)).matmul(x));
    }
    return tall ? x.transpose(0, 1) : x;
  }
}
