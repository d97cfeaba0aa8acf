package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import wenmai.files.Json;

class SteadinessTest {
  private final Random random = new Random(5);

  private Steadiness calm(int steps) {
    var steadiness = Steadiness.START;
    for (int i = 0; i < steps; i++) {
      steadiness = steadiness.after(2 + 0.1 * random.nextGaussian(), 1);
    }
    return steadiness;
  }

  @Test
  void theRunningMeanAndVarianceAreThoseOfTheLosses() {
    var steadiness = calm(4_000);
    assertThat(steadiness.mean()).isBetween(1.95, 2.05);
    assertThat(Math.sqrt(steadiness.variance())).isBetween(0.06, 0.14);
    assertThat(steadiness.spikes()).isZero();
  }

  @Test
  void aLossFarAboveTheMeanIsASpikeAndOneFarBelowIsNot() {
    assertThat(calm(100).after(3.5, 1).spikes()).isOne();
    assertThat(calm(100).after(2.2, 1).spikes()).isZero();
    assertThat(calm(100).after(0.5, 1).spikes()).isZero();
    assertThat(calm(10).after(3.5, 1).spikes()).as("too early to tell").isZero();
  }

  @Test
  void aFallingLossHasNoSpikes() {
    var steadiness = Steadiness.START;
    for (int i = 0; i < 500; i++) {
      steadiness = steadiness.after(2 + 8 * Math.exp(-i / 40.0) + 0.05 * random.nextGaussian(), 1);
    }
    assertThat(steadiness.spikes()).isZero();
  }

  @Test
  void stepsWithoutAFiniteNumberAreCountedInRowsAndLeaveTheMean() {
    var calm = calm(50);
    var broken = calm.after(Double.NaN, 1).after(2, Double.POSITIVE_INFINITY);
    assertThat(broken.skips()).isTrue();
    assertThat(broken.inRow()).isEqualTo(2);
    assertThat(broken.mean()).isEqualTo(calm.mean());
    var after = broken.after(2, 1);
    assertThat(after.skips()).isFalse();
    assertThat(after.inRow()).isZero();
    assertThat(after.skipped()).isEqualTo(2);
  }

  @Test
  void whatACheckpointKeepsIsEqualToTheLastBit() {
    for (int steps = 0; steps < 300; steps += 7) {
      var steadiness = calm(steps);
      assertThat(Steadiness.of(Json.parse(Json.compact(steadiness), "state"))).isEqualTo(steadiness);
    }
  }
}
