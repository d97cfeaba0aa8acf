package wenmai.train;

import wenmai.files.Default;
import wenmai.message.BadInput;
import wenmai.tensor.Criterion;

/// What a run makes small. Validation is always measured by plain cross-entropy.
///
/// @param labelSmoothing share of the target that is spread over all tokens; 0.1 in the paper. Szegedy 2015
/// @param zLoss          weight of log² Z, which holds the logits near 0; 1e-4 in the paper. Chowdhery 2022
public record LossTerms(@Default("0") double labelSmoothing, @Default("0") double zLoss) {

  public LossTerms {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new BadInput("labelSmoothing (%s) must be from 0 to below 1", "labelSmoothing（%s）必须大于等于 0 且小于 1", labelSmoothing);
    }
    if (!(zLoss >= 0 && zLoss < Double.POSITIVE_INFINITY)) {
      throw new BadInput("zLoss (%s) must not be negative", "zLoss（%s）不能为负", zLoss);
    }
  }

  Criterion criterion() {
    return new Criterion.CrossEntropy(labelSmoothing, zLoss);
  }
}
