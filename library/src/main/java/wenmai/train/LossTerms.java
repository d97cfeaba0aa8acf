package wenmai.train;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import wenmai.files.Default;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.model.Backbone;
import wenmai.tensor.Criterion;
import wenmai.tensor.Precision;
import wenmai.tensor.Tensor;

/// What a run makes small: a sum of cross-entropy over all tokens and of similarity over the words of a batch, each by its
/// weight. Validation is always measured by plain cross-entropy.
///
/// Similarity asks that the vector c predicted from a context be like the word vector w of the token that follows, and
/// unlike those of the other tokens of the batch: L = −Σ y log p + (1 − y) log(1 − p), p = σ(w·c/τ − log U), y = 1 for the
/// token that follows, U tokens in all. Without the others, L = −Σ log σ(w·c/τ) has its least value where every w·c is infinite, that is where all
/// words and contexts are one long vector: so it is not offered. Each token of a batch stands once among the others, however
/// often it occurs, and never beside itself. With cross-entropy 0 the output layer must be the word vectors (tied).
///
/// @param crossEntropy   weight
/// @param similarity     weight
/// @param form           of similarity
/// @param temperature    τ of similarity; only 1 is that of the output layer, others make its probabilities wrong
/// @param labelSmoothing share of cross-entropy's target that is spread over all tokens; 0.1 in the paper. Szegedy 2015 §7
/// @param zLoss          weight of log² Z, which holds the logits near 0; 1e-4 in the paper. Chowdhery 2022 §5
public record LossTerms(@Default("1") double crossEntropy, @Default("0") double similarity, @Default("softmax") Form form,
    @Default("1") double temperature, @Default("0") double labelSmoothing, @Default("0") double zLoss) {
  public static final LossTerms DEFAULTS = Recipes.of(List.of(), LossTerms.class);

  /// How a word is told from the others.
  public enum Form {
    /// A yes or no for each. Mikolov 2013, "Distributed representations", eq. 4.
    SIGMOID,
    /// One of all. van den Oord 2018, "Contrastive predictive coding", eq. 4.
    SOFTMAX;

    private Criterion over(int words) {
      return this == SOFTMAX ? Criterion.CROSS_ENTROPY : new Criterion.Binary(-Math.log(words));
    }
  }

  public LossTerms {
    notNegative("crossEntropy", crossEntropy);
    notNegative("similarity", similarity);
    notNegative("zLoss", zLoss);
    if (crossEntropy + similarity == 0) {
      throw new BadInput("loss: crossEntropy and similarity are both 0; give one of them a weight",
          "loss：crossEntropy 和 similarity 都是 0；请给其中之一一个权重");
    }
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new BadInput("loss.temperature (%s) must be above 0", "loss.temperature（%s）必须大于 0", temperature);
    }
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new BadInput("loss.labelSmoothing (%s) must be from 0 to below 1, such as 0.1", "loss.labelSmoothing（%s）必须大于等于 0 且小于 1，例如 0.1",
          labelSmoothing);
    }
    if (similarity == 0 && (form != Form.SOFTMAX || temperature != 1)) {
      throw new BadInput("loss.form (%s) and loss.temperature (%s) are of similarity, whose weight is 0; give loss.similarity a weight, or leave them out",
          "loss.form（%s）和 loss.temperature（%s）属于 similarity，而其权重为 0；请给 loss.similarity 一个权重，或去掉这两个键", form.name().toLowerCase(Locale.ROOT), temperature);
    }
    if (crossEntropy == 0 && (labelSmoothing > 0 || zLoss > 0)) {
      throw new BadInput("loss.labelSmoothing (%s) and loss.zLoss (%s) are of cross-entropy, whose weight is 0; give loss.crossEntropy a weight, or leave them out",
          "loss.labelSmoothing（%s）和 loss.zLoss（%s）属于交叉熵，而其权重为 0；请给 loss.crossEntropy 一个权重，或去掉这两个键", labelSmoothing, zLoss);
    }
  }

  private static void notNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new BadInput("loss.%s (%s) must not be negative", "loss.%s（%s）不能为负", name, value);
    }
  }

  /// scale · the mean over the targets that count: those that are not −1.
  Tensor of(Backbone model, Tensor hidden, int[] targets, double scale, Precision precision) {   // [B,T,D]
    if (similarity == 0) {
      return crossEntropy(model, hidden, targets, scale, precision);
    }
    var alike = similarity(hidden, model.words(), targets, scale);
    return crossEntropy == 0 ? alike : alike.add(crossEntropy(model, hidden, targets, scale, precision));
  }

  private Tensor crossEntropy(Backbone model, Tensor hidden, int[] targets, double scale, Precision precision) {
    return hidden.headLoss(model.head(), hidden.device().of(targets, targets.length),
        new Criterion.CrossEntropy(labelSmoothing, zLoss), crossEntropy * scale, precision);
  }

  /// An output layer over the words of the batch alone.
  Tensor similarity(Tensor hidden, Tensor words, int[] targets, double scale) {      // [B,T,D], [V,D]
    var device = hidden.device();
    var distinct = Arrays.stream(targets).filter(target -> target >= 0).distinct().sorted().toArray();
    var present = distinct.length == 0 ? new int[] {0} : distinct;
    var places = Arrays.stream(targets).map(target -> target < 0 ? target : Arrays.binarySearch(present, target)).toArray();
    return hidden.mul(1 / temperature).headLoss(words.rows(device.of(present, present.length)),
        device.of(places, places.length), form.over(present.length), similarity * scale);
  }
}
