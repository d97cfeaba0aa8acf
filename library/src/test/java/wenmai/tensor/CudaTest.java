package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wenmai.tensor.Numbers.SEED;
import static wenmai.tensor.Numbers.assertNear;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import wenmai.message.BadInput;
import wenmai.tensor.AttentionTest.Call;
import wenmai.tensor.Numbers.Slopes;

/// The first GPU against `jvm`: `mvn test -Pcuda -Dtags=cuda -DonlyTagged`.
@Tag("cuda")
@NoLeaks
class CudaTest {
  static final List<Operation> OPERATIONS = Operation.ALL;
  static final List<Call> CALLS = new ArrayList<>(AttentionTest.CALLS);

  static final List<Call> ROUNDED = List.of(new Call("causal in bf16", 2, 4, 2, 70, 70, 64, Mask.CAUSAL, false),
      new Call("window in bf16", 2, 4, 2, 70, 70, 64, new Mask.Window(9, 0), false));

  static {
    for (var c : AttentionTest.CALLS) {   // heads that the fused kernels take
      CALLS.add(new Call(c.name() + ", heads of 16", c.b(), c.n(), c.k(), c.t(), c.s(), 16, c.mask(), c.biased()));
    }
  }

  private static Device cuda() {
    return Device.of("cuda:0");
  }

  @ParameterizedTest
  @FieldSource("OPERATIONS")
  void everyOperationIsTheSameThere(Operation operation) {
    var shapes = operation.shapes().of(3, 17, 101, 31);
    var inputs = operation.inputs(new Random(SEED), shapes);
    assertSame(operation.toString(), Slopes.of(cuda(), inputs, shapes, operation.formula()::apply),
        Slopes.of(Device.jvm(), inputs, shapes, operation.formula()::apply), 2e-4);
  }

  @ParameterizedTest
  @FieldSource("CALLS")
  void attentionIsTheSameThere(Call c) {
    assertSame(c.toString(), Slopes.of(cuda(), c.inputs(), c.shapes(), x -> c.attend(x, Dropout.NONE).out()),
        Slopes.of(Device.jvm(), c.inputs(), c.shapes(), x -> c.attend(x, Dropout.NONE).out()), 2e-4);
    assertNear("log-sum-exp of " + c, of(cuda(), c, x -> c.attend(x, Dropout.NONE).logSumExp()),
        of(Device.jvm(), c, x -> c.attend(x, Dropout.NONE).logSumExp()), 2e-4);
    if (!c.biased()) {
      assertNear("weights of " + c, of(cuda(), c, x -> x[0].attentionWeights(x[1], c.mask())),
          of(Device.jvm(), c, x -> x[0].attentionWeights(x[1], c.mask())), 2e-4);
    }
  }

  private static float[] of(Device device, Call c, Function<Tensor[], Tensor> function) {
    return Scope.run(() -> {
      var x = new Tensor[c.shapes().length];
      for (int i = 0; i < x.length; i++) {
        x[i] = device.of(c.inputs()[i], c.shapes()[i]);
      }
      return function.apply(x).floats();
    });
  }

  /// By the kernel's own causal rule, and by a table of what a window hides.
  @ParameterizedTest
  @FieldSource("ROUNDED")
  void attentionInBf16IsNearThatInFp32AndNotTheSame(Call c) {
    var rounded = Slopes.of(cuda(), c.inputs(), c.shapes(), x -> x[0].attend(x[1], x[2], c.mask(), Bias.NONE, Dropout.NONE, Precision.BF16).out());
    assertSame(c.toString(), rounded, Slopes.of(Device.jvm(), c.inputs(), c.shapes(), x -> c.attend(x, Dropout.NONE).out()), 0.02);
    var exact = Slopes.of(cuda(), c.inputs(), c.shapes(), x -> c.attend(x, Dropout.NONE).out());
    assertThat(rounded.result()).isNotEqualTo(exact.result());
    for (int i = 0; i < exact.gradients().length; i++) {
      assertThat(rounded.gradients()[i]).as("gradient %d", i).isNotEqualTo(exact.gradients()[i]);
    }
  }

  @Test
  void bf16RoundsALayerAndBothItsGradients() {
    PrecisionTest.assertRounds(cuda(), Precision.BF16, 0.01);
  }

  /// All scores of 16 heads at once would be 275 GB: so these came from the fused kernel.
  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void aLongCausalTextKeepsNoScores(Precision precision) {
    Scope.run(() -> {
      var q = cuda().zeros(1, 16, 65_536, 16);
      var ones = cuda().constant(1, 1, 16, 65_536, 16);
      assertThat(q.attend(q, ones, Mask.CAUSAL, Bias.NONE, Dropout.NONE, precision).out().mean().item()).isBetween(0.99, 1.01);
    });
  }

  @Test
  void aGpuBeyondTheLastIsRefused() {
    assertThatThrownBy(() -> Device.of("cuda:99")).isInstanceOf(BadInput.class).hasMessageStartingWith("device (cuda:99) must be from cuda:0 to cuda:");
    assertThat(Device.of("cuda").name()).isEqualTo("cuda:0");
  }

  @Test
  void droppedAttentionIsReplayedBackwards() {
    var c = new Call("dropout", 1, 2, 1, 12, 12, 8, Mask.CAUSAL, false);
    var dropout = new Dropout(0.4, new Seed(5));
    var slopes = Slopes.of(cuda(), c.inputs(), c.shapes(), x -> c.attend(x, dropout).out());
    assertThat(Slopes.of(cuda(), c.inputs(), c.shapes(), x -> c.attend(x, dropout).out()).result()).containsExactly(slopes.result());
    assertThat(Slopes.of(cuda(), c.inputs(), c.shapes(), x -> c.attend(x, new Dropout(0.4, new Seed(6))).out()).result())
        .isNotEqualTo(slopes.result());
    var differences = Slopes.byDifferences(cuda(), c.inputs(), c.shapes(), x -> c.attend(x, dropout).out());
    for (int i = 0; i < differences.length; i++) {
      assertNear("gradient " + i, slopes.gradients()[i], differences[i], 2e-3);
    }
  }

  private static void assertSame(String what, Slopes actual, Slopes expected, double tolerance) {
    assertNear(what, actual.result(), expected.result(), tolerance);
    for (int i = 0; i < expected.gradients().length; i++) {
      assertNear(what + ", gradient " + i, actual.gradients()[i], expected.gradients()[i], tolerance);
    }
  }
}
