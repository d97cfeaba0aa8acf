package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

@NoLeaks
class TapeTest {

  @Test
  void aRuleThatThrowsLeavesNothingBehind() {
    try (var x = Device.jvm().of(new float[] {3}, 1).own().requireGrad()) {
      assertThatThrownBy(() -> Tape.backward(() -> {
        var square = x.mul(x);
        var broken = Device.jvm().of(new float[] {1}, 1);
        broken.node = Tape.record(_ -> {
          throw new IllegalStateException("broken rule");
        }, List.of(square));
        return square.mul(2).add(broken);
      })).hasMessage("broken rule");
      assertThat(Tape.recording()).isFalse();
      Tape.backward(() -> x.mul(x));
      assertThat(x.grad().item()).isEqualTo(6);
    }
  }

  @Test
  void aCheckpointWhosePartThrowsLeavesNothingBehind() {
    try (var x = Device.jvm().zeros(1, 1, 5, 16).own().requireGrad()) {
      assertThatThrownBy(() -> Tape.backward(() -> ActivationCheckpoint.of(x, y -> {
        y.attend(y, y, Mask.CAUSAL);
        throw new IllegalStateException("broken part");
      }))).hasMessage("broken part");
      assertThat(Tape.backward(() -> ActivationCheckpoint.of(x, y -> y.attend(y, y, Mask.CAUSAL)).sum())).isZero();
    }
  }
}
