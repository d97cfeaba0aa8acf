package wenmai.tensor;

/// What a row of logits [V] costs when one of its V places is the right one, t.
public sealed interface Criterion {
  /// −log softmax(x)[t]
  Criterion CROSS_ENTROPY = new CrossEntropy(0, 0);

  /// −Σ qᵥ log softmax(x)ᵥ + z log² Z, where q is 1 at t, or smoothed: 1 − ε + ε/V at t and ε/V elsewhere; Z = Σ eˣ, which
  /// the second term holds near 1. Szegedy 2015 §7 · Chowdhery 2022 §5.
  ///
  /// @param smoothing ε; 0 is off, 0.1 in the paper
  /// @param zLoss     z; 0 is off, 1e-4 in the paper
  record CrossEntropy(double smoothing, double zLoss) implements Criterion {}

  /// −log σ(xₜ + b) − Σ log(1 − σ(xᵥ + b)) over all v ≠ t: a yes or no for each place. Mikolov 2013, "Distributed
  /// representations", eq. 4 · Zhai 2023, "Sigmoid loss for language image pre-training", §3.2 (bias).
  ///
  /// @param bias b; −log V begins with one yes in V, where 0 begins with a yes for half of them
  record Binary(double bias) implements Criterion {}
}
