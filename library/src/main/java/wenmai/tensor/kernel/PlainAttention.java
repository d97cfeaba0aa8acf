package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;

import wenmai.tensor.kernel.AttentionHead.Gradients;
import wenmai.tensor.kernel.Kernels.Matrix;

/// The naive twin of [Flash]: a query at a time, from the definition, in fp64.
final class PlainAttention {
  private PlainAttention() {}

  /// The scores of a query, −∞ where it does not see.
  private static double[] scores(AttentionHead h, int t) {
    var scores = new double[h.keys()];
    for (int s = 0; s < h.keys(); s++) {
      scores[s] = !h.sees(t, s) ? Double.NEGATIVE_INFINITY
          : h.scale() * dot(h.q(), t, h.k(), s, h.width()) + (h.bias() == 0 ? 0 : get(h.bias(), (long) t * h.keys() + s));
    }
    return scores;
  }

  private static double dot(Matrix a, int i, Matrix b, int j, int n) {
    double sum = 0;
    for (int p = 0; p < n; p++) {
      sum += (double) a.get(i, p) * b.get(j, p);
    }
    return sum;
  }

  /// 0 where the probability falls.
  private static double kept(AttentionHead h, int t, int s) {
    var d = h.dropout();
    return d.limit() == 0 ? 1 : Drop.falls(d.seed(t), s, d.limit()) ? 0 : d.kept();
  }

  static void attend(AttentionHead h, Matrix out, long logSumExp, int first, int end) {
    for (int t = first; t < end; t++) {
      var scores = scores(h, t);
      double max = Double.NEGATIVE_INFINITY;
      for (double score : scores) {
        max = Math.max(max, score);
      }
      double total = 0;
      var sum = new double[h.width()];
      for (int s = 0; s < scores.length && max > Double.NEGATIVE_INFINITY; s++) {
        double p = Math.exp(scores[s] - max);
        total += p;
        for (int i = 0; p > 0 && i < sum.length; i++) {
          sum[i] += p * kept(h, t, s) * h.v().get(s, i);
        }
      }
      set(logSumExp, t, (float) (max + Math.log(total)));
      for (int i = 0; i < sum.length; i++) {
        set(out.at(t, i).base(), 0, total == 0 ? 0 : (float) (sum[i] / total));
      }
    }
  }

  static void gradients(AttentionHead h, Gradients to, int part, int parts) {
    for (int t = 0; t < h.queries(); t++) {
      var scores = scores(h, t);
      double logSumExp = get(to.logSumExp(), t);
      double along = dot(to.g(), t, to.out(), t, h.width());
      var gq = new double[h.width()];
      for (int s = part; s < scores.length; s += parts) {
        if (scores[s] > Double.NEGATIVE_INFINITY) {
          double p = Math.exp(scores[s] - logSumExp);
          double slope = p * (dot(to.g(), t, h.v(), s, h.width()) * kept(h, t, s) - along);
          for (int i = 0; i < gq.length; i++) {
            gq[i] += slope * h.scale() * h.k().get(s, i);
            plus(to.gk(), s, i, slope * h.scale() * h.q().get(t, i));
            plus(to.gv(), s, i, p * kept(h, t, s) * to.g().get(t, i));
          }
          if (to.gBias() != 0) {
            long there = (long) t * h.keys() + s;
            set(to.gBias(), there, (float) (get(to.gBias(), there) + slope));
          }
        }
      }
      for (int i = 0; i < gq.length; i++) {
        set(to.gq().at(t, i).base(), 0, (float) gq[i]);
      }
    }
  }

  private static void plus(Matrix to, int i, int j, double more) {
    var there = to.at(i, j).base();
    set(there, 0, (float) (get(there, 0) + more));
  }
}
