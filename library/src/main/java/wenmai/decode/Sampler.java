package wenmai.decode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Chooses tokens, one after another. The n-th choice draws from the seed's n-th part, so that it does not matter in how many
/// passes the ones before were made.
final class Sampler {
  private final Sampling how;
  private int drawn;

  Sampler(Sampling how) {
    this.how = how;
  }

  /// @param scores   one a token; changed
  /// @param standing tokens that stand in the text already
  int choose(float[] scores, Set<Integer> standing) {
    if (how.repetition() != 1) {
      for (int id : standing) {
        scores[id] *= (float) (scores[id] > 0 ? 1 / how.repetition() : how.repetition());
      }
    }
    return how.temperature() == 0 ? likeliest(scores) : draw(scores);
  }

  static int likeliest(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  private int draw(float[] scores) {
    var random = new SplittableRandom(how.seed().at(drawn++).value());
    var order = IntStream.range(0, scores.length).boxed().sorted(Comparator.comparing((Integer i) -> -scores[i])).toList();
    int candidates = how.topK() > 0 ? Math.min(how.topK(), order.size()) : order.size();
    var shares = new double[candidates];
    for (int i = 0; i < candidates; i++) {
      shares[i] = Math.exp((scores[order.get(i)] - scores[order.getFirst()]) / how.temperature());
    }
    int kept = kept(shares);
    double point = random.nextDouble() * Arrays.stream(shares, 0, kept).sum();
    for (int i = 0; i < kept; i++) {
      point -= shares[i];
      if (point < 0) {
        return order.get(i);
      }
    }
    return order.get(kept - 1);
  }

  /// How many of the likeliest stay after top-p and min-p; at least one.
  private int kept(double[] shares) {
    double all = Arrays.stream(shares).sum();
    double reached = 0;
    int kept = 0;
    while (kept < shares.length && (kept == 0 || reached < how.topP() * all && shares[kept] >= how.minP() * shares[0])) {
      reached += shares[kept++];
    }
    return kept;
  }
}
