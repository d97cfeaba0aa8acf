package wenmai.embed;

import wenmai.tokenize.Progress;

/// Points of many dimensions as points of a plane, for the eye.
public sealed interface Projection permits Pca, TSne {
  /// [N,D] → [N,2], around 0.
  double[][] of(double[][] points, Progress progress);
}
