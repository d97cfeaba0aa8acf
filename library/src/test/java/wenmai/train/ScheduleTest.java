package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import wenmai.files.Recipes;

class ScheduleTest {
  private final Optimization o = Recipes.of(List.of("rate=1e-3", "lastRate=1e-4", "warmup=100"), Optimization.class);

  @Test
  void warmsUpThenFallsAlongACosine() {
    assertThat(Schedule.COSINE.rate(0, 2000, o)).isCloseTo(1e-3 / 101, within(1e-12));
    assertThat(Schedule.COSINE.rate(100, 2000, o)).isEqualTo(1e-3);
    assertThat(Schedule.COSINE.rate(1050, 2000, o)).isCloseTo(5.5e-4, within(1e-12));
    assertThat(Schedule.COSINE.rate(2000, 2000, o)).isCloseTo(1e-4, within(1e-12));
  }

  @Test
  void constantStays() {
    assertThat(Schedule.CONSTANT.rate(1999, 2000, o)).isEqualTo(1e-3);
  }

  @Test
  void aLineFallsEvenlyAndWarmupStableDecayOnlyOverItsLastFifth() {
    var o = Optimization.DEFAULTS;
    assertThat(Schedule.LINEAR.rate(100, 2000, o)).isEqualTo(1e-3);
    assertThat(Schedule.LINEAR.rate(1050, 2000, o)).isCloseTo(5.5e-4, within(1e-12));
    assertThat(Schedule.LINEAR.rate(2000, 2000, o)).isCloseTo(1e-4, within(1e-12));
    assertThat(Schedule.WSD.rate(1600, 2000, o)).isEqualTo(1e-3);
    assertThat(Schedule.WSD.rate(1800, 2000, o)).isCloseTo(5.5e-4, within(1e-12));
    assertThat(Schedule.WSD.rate(2000, 2000, o)).isCloseTo(1e-4, within(1e-12));
  }
}
