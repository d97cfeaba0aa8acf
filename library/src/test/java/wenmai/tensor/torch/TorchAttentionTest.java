package wenmai.tensor.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wenmai.tensor.Array;
import wenmai.tensor.DType;
import wenmai.tensor.Device.Attending;
import wenmai.tensor.Dropout;
import wenmai.tensor.Mask;
import wenmai.tensor.Precision;

class TorchAttentionTest {
  private static final int T = 24;
  private static final int H = 16;

  private final TorchDevice device = TorchDevice.open("torch");

  private Array normal(long seed) {
    var random = new Random(seed);
    var values = new float[2 * T * H];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return device.array(MemorySegment.ofArray(values), DType.F32, 1, 2, T, H);
  }

  private float[] taken(Array a) {
    var values = device.floats(a);
    a.free();
    return values;
  }

  /// A GPU's kernels hide by themselves and leave no weights to look at: these are always of the plain products.
  @Test
  void weightsAreMaskedWhereTheKernelsOfAGpuAttend() {
    var q = normal(1);
    var k = normal(2);
    for (var mask : List.of(Mask.CAUSAL, new Mask.Window(5, 1), Mask.ALL)) {
      var a = new Attending(q, k, k, mask, null, Dropout.NONE, Precision.FP32);
      var weights = taken(new TorchAttention(device, true).weights(a));
      assertThat(weights).as("%s", mask).containsExactly(taken(new TorchAttention(device, false).weights(a)));
      assertThat(weights[1] == 0).as("does the first query see no second key of %s?", mask).isEqualTo(mask != Mask.ALL);
    }
    q.free();
    k.free();
  }
}
