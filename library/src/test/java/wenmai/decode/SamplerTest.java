package wenmai.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.tensor.Seed;

class SamplerTest {
  private static final int DRAWS = 20_000;

  private static double[] shares(Sampling how, float... scores) {
    var sampler = new Sampler(how);
    var counts = new double[scores.length];
    for (int i = 0; i < DRAWS; i++) {
      counts[sampler.choose(scores.clone(), Set.of())] += 1.0 / DRAWS;
    }
    return counts;
  }

  private static Sampling with(double temperature, int topK, double topP, double minP) {
    return new Sampling(temperature, topK, topP, minP, 1, new Seed(3));
  }

  @Test
  void temperatureOneDrawsTheModelsProbabilities() {
    var shares = shares(with(1, 0, 1, 0), (float) Math.log(0.6), (float) Math.log(0.3), (float) Math.log(0.1));
    assertThat(shares[0]).isCloseTo(0.6, within(0.02));
    assertThat(shares[1]).isCloseTo(0.3, within(0.02));
    assertThat(shares[2]).isCloseTo(0.1, within(0.02));
  }

  @Test
  void aHigherTemperatureFlattens() {
    var shares = shares(with(2, 0, 1, 0), (float) Math.log(0.9), (float) Math.log(0.1));
    assertThat(shares[0]).isCloseTo(3.0 / 4, within(0.02));   // √0.9 : √0.1 = 3 : 1
  }

  @Test
  void cutsKeepTheLikeliestAndRenormalise() {
    float[] scores = {(float) Math.log(0.1), (float) Math.log(0.5), (float) Math.log(0.4)};
    assertThat(drawn(with(1, 2, 1, 0), scores)).containsExactly(1, 2);
    assertThat(drawn(with(1, 0, 0.5, 0), scores)).containsExactly(1);
    assertThat(drawn(with(1, 0, 0.6, 0), scores)).containsExactly(1, 2);
    assertThat(drawn(with(1, 0, 1, 0.7), scores)).containsExactly(1, 2);
    assertThat(drawn(with(1, 0, 0, 0), scores)).containsExactly(1);
    assertThat(shares(with(1, 2, 1, 0), scores)[1]).isCloseTo(5.0 / 9, within(0.02));
  }

  private static Set<Integer> drawn(Sampling how, float... scores) {
    var sampler = new Sampler(how);
    var drawn = new TreeSet<Integer>();
    for (int i = 0; i < 500; i++) {
      drawn.add(sampler.choose(scores.clone(), Set.of()));
    }
    return drawn;
  }

  @Test
  void temperatureZeroTakesTheFirstOfTheLikeliest() {
    assertThat(new Sampler(Sampling.GREEDY).choose(new float[] {1, 3, 3}, Set.of())).isEqualTo(1);
  }

  @Test
  void standingTokensBecomeLessLikelyWhateverTheirSign() {
    var how = new Sampling(0, 0, 1, 0, 2, new Seed(0));
    assertThat(new Sampler(how).choose(new float[] {3, 2}, Set.of(0))).isEqualTo(1);
    assertThat(new Sampler(how).choose(new float[] {-1, -1.5f}, Set.of(0))).isEqualTo(1);
  }

  @Test
  void impossibleValuesAreRefused() {
    assertThatThrownBy(() -> with(-1, 0, 1, 0)).isInstanceOf(BadInput.class).hasMessageContaining("temperature (-1");
    assertThatThrownBy(() -> with(1, 0, 1.5, 0)).isInstanceOf(BadInput.class).hasMessageContaining("top-p");
    assertThatThrownBy(() -> with(Double.NaN, 0, 1, 0)).isInstanceOf(BadInput.class);
  }
}
