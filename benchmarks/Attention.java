import java.util.ArrayList;
import java.util.List;
import wenmai.tensor.Device;
import wenmai.tensor.Mask;
import wenmai.tensor.ProfiledDevice;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;

/// Causal attention alone, forward and backward, head width 64: our side of side_by_side.py.
///
/// usage: ./wenmai java benchmarks/Attention.java BATCH HEADS TIME STEPS
void main(String[] args) {
  long batch = Long.parseLong(args[0]), heads = Long.parseLong(args[1]), time = Long.parseLong(args[2]);
  int steps = Integer.parseInt(args[3]);
  var device = new ProfiledDevice(Device.jvm());
  Scope.run(() -> {
    var q = device.normal(new Seed(1), 0, 1, batch, heads, time, 64).requireGrad();
    var k = device.normal(new Seed(2), 0, 1, batch, heads, time, 64).requireGrad();
    var v = device.normal(new Seed(3), 0, 1, batch, heads, time, 64).requireGrad();
    var forward = new ArrayList<Double>();
    var backward = new ArrayList<Double>();
    long warm = System.nanoTime() + 4_000_000_000L;
    for (int measured = 0; measured < steps; measured += System.nanoTime() > warm ? 1 : 0) {
      device.forget();
      Tape.backward(() -> q.attend(k, v, Mask.CAUSAL).sum());
      forward.add(millis(device, "attend"));
      backward.add(millis(device, "attendGrad"));
      q.clearGrad();
      k.clearGrad();
      v.clearGrad();
    }
    System.out.printf("{\"forwardMillis\": %.3f, \"backwardMillis\": %.3f}%n", settled(forward, steps), settled(backward, steps));
  });
}

/// Without the sum that makes a loss of it, and its gradient.
double millis(ProfiledDevice device, String operation) {
  return 1e3 * device.operations().stream().filter(o -> o.name().equals(operation)).findFirst().orElseThrow().seconds();
}

/// The median of the last `steps`, when all is compiled.
double settled(List<Double> millis, int steps) {
  var last = millis.subList(millis.size() - steps, millis.size()).stream().sorted().toList();
  return last.get(steps / 2);
}
