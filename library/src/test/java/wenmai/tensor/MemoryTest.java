package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

@NoLeaks
class MemoryTest {

  @Test
  void theMemoryIsInRowOrderHoweverTheTensorLies() {
    for (var device : List.of(Device.jvm(), Device.torch())) {
      Scope.run(() -> {
        var x = device.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        for (var type : List.of(DType.F32, DType.BF16)) {
          var turned = x.to(type).transpose(0, 1);
          var again = device.wrap(turned.memory(), type, 3, 2);
          assertThat(again.floats()).as("%s on %s", type, device).containsExactly(1, 4, 2, 5, 3, 6);
          assertThat(x.to(type).narrow(0, 1, 1).memory().byteSize()).isEqualTo(3L * type.bytes());
        }
        assertThat(x.memory().get(ValueLayout.JAVA_FLOAT, 8)).isEqualTo(3);
      });
    }
  }

  /// Makes 2 GB of tensors in no scope, one after another.
  static final class Lost {
    public static void main(String[] args) {
      for (int i = 0; i < 20; i++) {
        Device.jvm().zeros(25_000_000);
      }
      System.out.println("done");
    }
  }

  @Test
  void whatNobodyKnowsOfAnyMoreCountsNoLonger() throws Exception {
    assertThat(ChildJvm.run(Lost.class, jar -> true, "-XX:MaxDirectMemorySize=400m")).isEqualTo("done");
  }
}
