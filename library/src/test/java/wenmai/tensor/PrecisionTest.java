package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wenmai.tensor.Numbers.SEED;
import static wenmai.tensor.Numbers.assertNear;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;

public class PrecisionTest {

  /// Has this machine what int8 needs? Where it has not, it must say so.
  public static boolean int8Here() {
    try {
      Device.jvm().require(Precision.INT8);
      return true;
    } catch (BadInput refused) {
      assertThat(refused).hasMessageStartingWith("precision (int8) needs").hasMessageEndingWith("use precision: fp32");
      return false;
    }
  }

  @Test
  @Tag("vnni")
  void int8RoundsALayerAndBothItsGradients() {
    assertRounds(Device.jvm(), Precision.INT8, 0.03);
  }

  @Test
  void bf16RoundsALayerAndBothItsGradients() {
    assertRounds(Device.torch(), Precision.BF16, 0.01);
  }

  /// Near the products of fp32 and not the same.
  static void assertRounds(Device device, Precision precision, double tolerance) {
    var random = new Random(SEED);
    var inputs = new float[][] {Numbers.normal(random, 3 * 50 * 96), Numbers.normal(random, 80 * 96)};
    var shapes = new long[][] {{3, 50, 96}, {80, 96}};
    var exact = Numbers.Slopes.of(device, inputs, shapes, x -> x[0].linear(x[1], Precision.FP32));
    var rounded = Numbers.Slopes.of(device, inputs, shapes, x -> x[0].linear(x[1], precision));
    assertNear("result", rounded.result(), exact.result(), tolerance);
    assertThat(rounded.result()).isNotEqualTo(exact.result());
    for (int i = 0; i < 2; i++) {
      assertNear("gradient " + i, rounded.gradients()[i], exact.gradients()[i], tolerance);
      assertThat(rounded.gradients()[i]).isNotEqualTo(exact.gradients()[i]);
    }
  }

  /// Asks for int8.
  static final class Asking {
    public static void main(String[] args) {
      System.out.println(int8Here());
    }
  }

  @Test
  void withoutNativesInt8IsRefusedAndFp32IsNot() throws Exception {
    assertThat(ChildJvm.run(Asking.class, jar -> !jar.matches(".*-(linux|macosx|windows)-[^/]*\\.jar"))).isEqualTo("false");
    Device.jvm().require(Precision.FP32);
  }

  @Test
  void theJvmRefusesBf16() {
    assertThatThrownBy(() -> Device.jvm().require(Precision.BF16)).isInstanceOf(BadInput.class)
        .hasMessage("precision (bf16) is there on device torch, cuda:0 alone, not on jvm; use precision: fp32");
  }

  @Test
  void anotherDeviceRefusesInt8() {
    assertThatThrownBy(() -> Device.torch().require(Precision.INT8)).isInstanceOf(BadInput.class)
        .hasMessage("precision (int8) is there on device jvm alone, not on torch; use precision: fp32");
  }
}
