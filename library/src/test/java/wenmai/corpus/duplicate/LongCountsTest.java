package wenmai.corpus.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongCountsTest {
  @Test
  void countsAreThoseOfAMap() {
    long seed = 3;
    var random = new Random(seed);
    var fast = new LongCounts();
    var naive = new HashMap<Long, Integer>();
    for (int i = 0; i < 20_000; i++) {
      long key = random.nextInt(3) == 0 ? random.nextInt(50) : random.nextLong() << random.nextInt(64);
      assertThat(fast.add(key)).as("seed %d, key %d", seed, key).isEqualTo(naive.merge(key, 1, Integer::sum));
    }
  }
}
