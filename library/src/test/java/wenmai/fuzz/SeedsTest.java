package wenmai.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Fuzzing without guidance, in a moment; with guidance: `benchmarks/fuzz.sh`.
class SeedsTest {
  @ParameterizedTest
  @EnumSource(Target.class)
  void whateverTheBytesAReaderGivesThemOrSaysWhyNot(Target target, @TempDir Path folder) throws Exception {
    var random = new Random(3);
    for (byte[] seed : Seeds.of(target)) {
      assertThat(seed).isNotEmpty();
      target.read(folder, seed);
      for (int round = 0; round < 20; round++) {
        byte[] bytes = Arrays.copyOf(seed, round % 4 == 0 ? random.nextInt(seed.length) : seed.length);
        for (int i = round % 5; i >= 0 && bytes.length > 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try {
          target.read(folder, bytes);
        } catch (RuntimeException e) {
          throw new AssertionError("seed 3, round " + round, e);
        }
      }
    }
  }
}
