package wenmai.tensor.torch;

import static wenmai.tensor.torch.Native.kept;
import static wenmai.tensor.torch.Native.number;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import wenmai.tensor.Array;
import wenmai.tensor.Criterion;

/// What is computed row by row along the last axis: norms, softmax, the loss; and their gradients.
final class TorchRows {
  private TorchRows() {}

  private static final long[] LAST = {-1};

  private static Tensor rowSum(Tensor x) {
    return x.sum(LAST, true, new ScalarTypeOptional());
  }

  private static Tensor rowMean(Tensor x) {
    return x.mean(LAST, true, new ScalarTypeOptional());
  }

  /// gx = y ⊙ (g − Σ y g)
  static Array softmaxGrad(Tensor y, Tensor g) {
    return kept(() -> g.sub(rowSum(y.mul(g))).mul_(y));
  }

  /// 1 / √(mean(x²) + ε)
  private static Tensor inverseRoot(Tensor x, double epsilon) {
    return rowMean(x.square()).add_(number(epsilon)).rsqrt_();
  }

  static Array rmsNorm(Tensor x, Tensor weight, double epsilon) {
    return kept(() -> x.mul(inverseRoot(x, epsilon)).mul_(weight));
  }

  /// With ĝ = g ⊙ w and r = 1/√(mean(x²) + ε):  gx = r (ĝ − x r² mean(ĝ ⊙ x)),  gw = r Σ g ⊙ x.
  static Array rmsNormGrad(Tensor x, Tensor weight, double epsilon, Tensor g, Tensor weightGrad) {
    return kept(() -> {
      var r = inverseRoot(x, epsilon);
      var scaled = x.mul(r);
      weightGrad.add_(g.mul(scaled).sum_to_size(weightGrad.size(0)));
      var slope = g.mul(weight);
      return slope.sub(scaled.mul(rowMean(slope.mul(scaled)))).mul_(r);
    });
  }

  private static long[] width(Tensor weight) {
    return new long[] {weight.size(0)};
  }

  static Array layerNorm(Tensor x, Tensor weight, double epsilon) {
    return kept(() -> new Tensor(torch.native_layer_norm(x, width(weight), new TensorOptional(weight), new TensorOptional(),
        epsilon).get0()));
  }

  static Array layerNormGrad(Tensor x, Tensor weight, double epsilon, Tensor g, Tensor weightGrad) {
    return kept(() -> {
      var w = new TensorOptional(weight);
      var none = new TensorOptional();
      var forward = torch.native_layer_norm(x, width(weight), w, none, epsilon);
      var wanted = new BoolPointer(3).put(0, true).put(1, true).put(2, false);
      var backward = torch.native_layer_norm_backward(g, x, width(weight), forward.get1(), forward.get2(), w, none, wanted);
      weightGrad.add_(backward.get1());
      return new Tensor(backward.get0());
    });
  }

  /// The cost, and its slope in place of x [R,V].
  static Array criterion(Tensor x, Tensor targets, Criterion criterion, double share) {
    return kept(() -> {
      var counted = targets.ge(number(0)).to(ScalarType.Float).unsqueeze(1).mul_(number(share));      // [R,1]
      var ids = targets.clamp_min(new Scalar(0L)).unsqueeze(1);                      // [R,1]
      var score = x.gather(1, ids);                                                  // [R,1]
      return switch (criterion) {
        case Criterion.CrossEntropy(double smoothing, double zLoss) -> {
          var z = x.logsumexp(LAST, true);                                           // [R,1]
          var cost = z.sub(score.mul(number(1 - smoothing))).sub_(rowMean(x).mul_(number(smoothing)))
              .add_(z.square().mul_(number(zLoss)));
          x.sub_(z).exp_().mul_(z.mul(number(2 * zLoss)).add_(number(1))).sub_(number(smoothing / x.size(1)));
          x.scatter_add_(1, ids, torch.full_like(counted, number(smoothing - 1))).mul_(counted);
          yield cost.mul_(counted).sum();
        }
        case Criterion.Binary(double bias) -> {
          var cost = rowSum(torch.softplus(x.add_(number(bias)))).sub_(score).sub_(number(bias));
          x.sigmoid_().scatter_add_(1, ids, torch.full_like(counted, number(-1))).mul_(counted);
          yield cost.mul_(counted).sum();
        }
      };
    });
  }
}
