package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.tensor.Device;
import wenmai.tensor.Precision;
import wenmai.tensor.PrecisionTest;

class PrecisionChoiceTest {
  private static ModelShape model(String keys) {
    return Recipes.of(List.of(keys.split(" ")), ModelShape.class);
  }

  @Test
  void autoTakes8BitsWhereTheyAreThereAndPay() {
    var best = PrecisionTest.int8Here() ? Precision.INT8 : Precision.FP32;
    assertThat(PrecisionChoice.AUTO.on(Device.jvm(), model("width=256 heads=4"))).isEqualTo(best);
    assertThat(PrecisionChoice.AUTO.on(Device.jvm(), model("width=240 heads=4"))).isEqualTo(Precision.FP32);
    assertThat(PrecisionChoice.AUTO.on(Device.jvm(), model("kind=lstm width=512"))).isEqualTo(Precision.FP32);
    assertThat(PrecisionChoice.AUTO.on(Device.torch(), model("width=256 heads=4"))).isEqualTo(Precision.FP32);
  }

  @Test
  void whatIsAskedForIsTakenOrRefused() {
    assertThat(PrecisionChoice.FP32.on(Device.jvm(), model("width=256 heads=4"))).isEqualTo(Precision.FP32);
    assertThatThrownBy(() -> PrecisionChoice.INT8.on(Device.torch(), model("width=256 heads=4"))).isInstanceOf(BadInput.class);
  }
}
