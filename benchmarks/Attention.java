import java.util.ArrayList;
import java.util.List;
import wenmai.tensor.Device;
import wenmai.tensor.Mask;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;

/// Causal attention alone, forward and backward, head width 64: our side of side_by_side.py.
///
/// usage: ./wenmai java benchmarks/Attention.java BATCH HEADS TIME STEPS
void main(String[] args) {
  long batch = Long.parseLong(args[0]), heads = Long.parseLong(args[1]), time = Long.parseLong(args[2]);
  int steps = Integer.parseInt(args[3]);
  var device = Device.jvm();
  Scope.run(() -> {
    var q = device.normal(new Seed(1), 0, 1, batch, heads, time, 64).requireGrad();
    var k = device.normal(new Seed(2), 0, 1, batch, heads, time, 64).requireGrad();
    var v = device.normal(new Seed(3), 0, 1, batch, heads, time, 64).requireGrad();
    var forward = new ArrayList<Double>();
    var backward = new ArrayList<Double>();
    long warm = System.nanoTime() + 4_000_000_000L;
    for (int measured = 0; measured < steps; measured += System.nanoTime() > warm ? 1 : 0) {
      long begin = System.nanoTime();
      long[] middle = new long[1];
      Tape.backward(() -> {
        var out = q.attend(k, v, Mask.CAUSAL);
        middle[0] = System.nanoTime();
        return out.sum();
      });
      forward.add((middle[0] - begin) / 1e6);
      backward.add((System.nanoTime() - middle[0]) / 1e6);
      q.clearGrad();
      k.clearGrad();
      v.clearGrad();
    }
    System.out.printf("{\"forwardMillis\": %.3f, \"backwardMillis\": %.3f}%n", settled(forward, steps), settled(backward, steps));
  });
}

/// The median of the last `steps`, when all is compiled.
double settled(List<Double> millis, int steps) {
  var last = millis.subList(millis.size() - steps, millis.size()).stream().sorted().toList();
  return last.get(steps / 2);
}
