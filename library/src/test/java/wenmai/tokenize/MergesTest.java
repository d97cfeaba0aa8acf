package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MergesTest {
  @Test
  void theHeapMergesAsTheSearchDoes() {
    var random = new Random(2);
    for (int round = 0; round < 2_000; round++) {
      int letters = 1 + random.nextInt(4);
      var merges = randomMerges(random, letters, random.nextInt(12));
      int[] tokens = random.ints(random.nextInt(60), 0, letters).toArray();
      int[] searched = tokens.clone();
      int[] queued = tokens.clone();
      int n = merges.search(searched, tokens.length);
      assertThat(Arrays.copyOf(queued, merges.queue(queued, tokens.length))).as("seed 2, round %d", round)
          .isEqualTo(Arrays.copyOf(searched, n));
    }
  }

  private static Merges randomMerges(Random random, int letters, int n) {
    long[] pairs = new long[n];
    int[] results = new int[n];
    int[] ranks = new int[n];
    for (int i = 0; i < n; i++) {
      do {
        pairs[i] = Pairs.key(random.nextInt(letters + i), random.nextInt(letters + i));
      } while (Arrays.stream(pairs, 0, i).anyMatch(Long.valueOf(pairs[i])::equals));
      results[i] = letters + i;
      ranks[i] = i == 0 ? 0 : ranks[i - 1] + random.nextInt(2);
    }
    return new Merges(new Ranked(pairs, ranks), results);
  }
}
