package wenmai.tensor;

/// What is added to the scores before the softmax.
public sealed interface Bias {
  Bias NONE = new None();

  /// Nothing.
  record None() implements Bias {}

  /// One value a head, query and key, [N,T,S]: T5's relative positions, already looked up. Raffel 2019 §2.1.
  record Scores(Tensor values) implements Bias {}
}
