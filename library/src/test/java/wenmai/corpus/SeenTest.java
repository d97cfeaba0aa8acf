package wenmai.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeenTest {
  @Test
  void itTellsWhatASetTells() {
    var random = new SplittableRandom(7);
    var twin = new HashSet<Long>();
    var seen = new Seen();
    for (int i = 0; i < 100_000; i++) {
      long key = random.nextInt(3) == 0 ? random.nextLong() : random.nextLong(20_000) << 32;
      assertThat(seen.add(key)).isEqualTo(twin.add(key));
    }
    assertThat(twin).hasSizeGreaterThan(40_000).contains(0L);
  }
}
