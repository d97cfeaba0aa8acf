package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairSketchTest {
  private static final double SHARE = 0.3;

  @Test
  void everyFrequentPairIsFoundAndFewOthers() {
    var random = new Random(1);
    var counts = new HashMap<Long, Long>();
    var sketch = new PairSketch(1 << 16);
    for (int i = 0; i < 50_000; i++) {
      int left = (int) Math.abs(random.nextGaussian() * 100);
      int right = (int) Math.abs(random.nextGaussian() * 100);
      sketch.add(left, right, 1 + i % 3);
      counts.merge(Pairs.key(left, right), 1L + i % 3, Long::sum);
    }
    var all = new PairSketch(1 << 16);
    all.add(sketch);
    int least = 16;
    var frequent = all.frequent(least);
    int others = 0;
    for (var pair : counts.entrySet()) {
      boolean found = frequent.contains(Pairs.left(pair.getKey()), Pairs.right(pair.getKey()));
      assertThat(found || pair.getValue() < least).as("%s", pair).isTrue();
      others += found && pair.getValue() < least ? 1 : 0;
    }
    assertThat(others).isLessThan(counts.size() / 10);
  }

  @Test
  void theThresholdLeavesTheShareBehindIt() {
    var sketch = new PairSketch(16);
    sketch.add(1, 2, 20);
    sketch.add(3, 4, 9);
    sketch.add(5, 6, 71);
    var all = sketch.empty();
    all.add(sketch);
    assertThat(all.threshold(0.71, Long.MAX_VALUE)).isEqualTo(32);
    assertThat(all.threshold(0.91, Long.MAX_VALUE)).isEqualTo(16);
    assertThat(all.threshold(SHARE, Long.MAX_VALUE)).as("one pair at least").isEqualTo(64);
    assertThat(all.threshold(SHARE, 16)).as("below the limit").isEqualTo(8);
    assertThat(all.threshold(SHARE, 1)).isZero();
    assertThat(sketch.empty().threshold(SHARE, Long.MAX_VALUE)).isZero();
  }

  @Test
  void aFullCounterStaysFull() {
    var sketch = new PairSketch(16);
    for (int i = 0; i < 3; i++) {
      sketch.add(1, 2, 1L << 40);
    }
    var all = sketch.empty();
    all.add(sketch);
    all.add(sketch);
    assertThat(all.frequent(Integer.MAX_VALUE).contains(1, 2)).isTrue();
    assertThat(all.threshold(1, Long.MAX_VALUE)).isPositive();
  }
}
