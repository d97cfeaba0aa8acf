package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.util.Arrays;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
  private static long[] counts(int n, Random random) {
    var counts = random.longs(n, 1, 1 << random.nextInt(1, 20)).sorted().toArray();
    for (int i = 0; i < n / 2; i++) {
      long swap = counts[i];
      counts[i] = counts[n - 1 - i];
      counts[n - 1 - i] = swap;
    }
    return counts;
  }

  @Test
  void numbersAreDrawnByTheirWeights() {
    double[] weights = {5, 0.01, 3, 1, 0.5, 0, 2, 40};
    var table = new AliasTable(weights);
    var random = new SplittableRandom(SEED);
    var drawn = new int[weights.length];
    int draws = 400_000;
    for (int i = 0; i < draws; i++) {
      drawn[table.draw(random)]++;
    }
    double total = Arrays.stream(weights).sum();
    for (int i = 0; i < weights.length; i++) {
      double p = weights[i] / total;
      assertThat(drawn[i] / (double) draws).as("seed %d, number %d", SEED, i).isCloseTo(p, within(5 * Math.sqrt(p / draws) + 1e-9));
    }
  }

  @Test
  void noiseIsNeverTheWordItself() {
    var objective = Objective.NegativeSampling.of(new long[] {1_000_000, 2, 1}, 5);
    var rows = new int[6];
    var yes = new boolean[6];
    for (int i = 0; i < 1000; i++) {
      assertThat(objective.ask(0, new SplittableRandom(i), rows, yes, 0)).isEqualTo(6);
      assertThat(rows[0]).isZero();
      assertThat(Arrays.copyOfRange(rows, 1, 6)).doesNotContain(0);
      assertThat(yes).containsExactly(true, false, false, false, false, false);
    }
    assertThat(Objective.NegativeSampling.of(new long[] {7}, 5).ask(0, new SplittableRandom(1), rows, yes, 0)).isEqualTo(1);
  }

  @Test
  void aHuffmanTreeIsAsShortAsAnyAndItsPathsTellWordsApart() {
    var random = new Random(SEED);
    for (int n : new int[] {1, 2, 3, 7, 64, 501}) {
      var counts = counts(n, random);
      var tree = new Huffman(counts);
      var nodes = new int[tree.depth()];
      var first = new boolean[tree.depth()];
      var paths = new HashSet<String>();
      long cost = 0;
      for (int word = 0; word < n; word++) {
        int length = tree.path(word, nodes, first, 0);
        cost += counts[word] * length;
        var path = new StringBuilder();
        for (int i = length - 1; i >= 0; i--) {
          assertThat(nodes[i]).isBetween(0, tree.inner() - 1);
          path.append(nodes[i]).append(first[i] ? '0' : '1').append(' ');
        }
        paths.add(path.toString());
      }
      assertThat(paths).as("seed %d, %d words", SEED, n).hasSize(n);
      assertThat(cost).as("seed %d, %d words", SEED, n).isEqualTo(leastCost(counts));
    }
  }

  /// The naive twin: joins the two lightest again and again.
  private static long leastCost(long[] counts) {
    var queue = new PriorityQueue<Long>();
    Arrays.stream(counts).forEach(queue::add);
    long cost = 0;
    while (queue.size() > 1) {
      long joined = queue.remove() + queue.remove();
      cost += joined;
      queue.add(joined);
    }
    return cost;
  }

  @Test
  void frequentWordsAreThinnedOut() {
    var kept = Training.kept(new long[] {9000, 900, 100}, 1e-2);
    assertThat(kept[0]).isCloseTo((float) (Math.sqrt(1 / 90.0) + 1 / 90.0), within(1e-6f));
    assertThat(kept[2]).isEqualTo(1);
    assertThat(Training.kept(new long[] {9000, 1}, 0)).containsOnly(1);
  }
}
