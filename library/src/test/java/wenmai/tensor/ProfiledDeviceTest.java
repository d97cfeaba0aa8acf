package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProfiledDeviceTest {
  private final ProfiledDevice profiled = new ProfiledDevice(Device.jvm());

  /// A gradient through a product, a curve and attention.
  private static float[] gradient(Device device) {
    try (var weight = device.normal(new Seed(1), 0, 1, 24, 16).own().requireGrad()) {
      Tape.backward(() -> {
        var x = device.normal(new Seed(2), 0, 1, 5, 16).linear(weight).silu().reshape(1, 3, 5, 8);
        return x.attend(x, x, Mask.CAUSAL).sum();
      });
      return weight.grad().floats();
    }
  }

  @Test
  void theSameBitsComeOut() {
    assertThat(gradient(profiled)).isEqualTo(gradient(Device.jvm()));
  }

  @Test
  void callsAreCountedByNameAndProductsByTheirOperations() {
    gradient(profiled);
    gradient(profiled);
    var all = profiled.operations();
    var linear = all.stream().filter(o -> o.name().equals("linear 24×16")).findFirst().orElseThrow();
    assertThat(linear.calls()).isEqualTo(2);
    assertThat(linear.flops()).isEqualTo(2 * 2.0 * 5 * 16 * 24);
    assertThat(all).extracting(ProfiledDevice.Operation::name).contains("outer 24×16", "unaryGrad silu", "attend", "attendGrad");
    assertThat(all.stream().mapToDouble(ProfiledDevice.Operation::seconds).sum()).isPositive().isLessThanOrEqualTo(profiled.seconds());
    profiled.forget();
    assertThat(profiled.operations()).isEmpty();
  }
}
