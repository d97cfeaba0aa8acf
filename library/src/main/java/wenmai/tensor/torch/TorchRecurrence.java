package wenmai.tensor.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import wenmai.tensor.Array;

/// The steps of an LSTM as libtorch's operators, a step at a time, for its own recurrence keeps its gates to itself.
///
/// Axes: B batch · T steps · D width
final class TorchRecurrence {
  private TorchRecurrence() {}

  /// Gates [B,T,4D], outputs and cells [B,T+1,D].
  static Array[] steps(Tensor inputs, Tensor weight, Tensor output, Tensor cell) {
    long steps = inputs.size(1);
    var gates = torch.zeros_like(inputs);
    var outputs = beginning(output, steps);
    var cells = beginning(cell, steps);
    for (long t = 0; t < steps; t++) {
      try (var _ = new PointerScope()) {
        var now = gates.select(1, t);
        now.copy_(torch.addmm(inputs.select(1, t), outputs.select(1, t), weight.t()));
        for (int gate = 0; gate < 4; gate++) {
          var sum = part(now, gate);
          sum.copy_(gate == 2 ? sum.tanh() : sum.sigmoid());
        }
        var c = part(now, 1).mul(cells.select(1, t)).add(part(now, 0).mul(part(now, 2)));
        cells.select(1, t + 1).copy_(c);
        outputs.select(1, t + 1).copy_(part(now, 3).mul(c.tanh()));
      }
    }
    return new Array[] {TorchArray.keep(gates), TorchArray.keep(outputs), TorchArray.keep(cells)};
  }

  /// Gradients of inputs [B,T,4D], and of the output and the cell [B,D] before the first step.
  static Array[] gradients(Tensor gates, Tensor cells, Tensor weight, Tensor g) {
    var slopes = torch.zeros_like(gates);
    var output = torch.zeros_like(cells.select(1, 0));
    var cell = torch.zeros_like(output);
    for (long t = g.size(1) - 1; t >= 0; t--) {
      try (var _ = new PointerScope()) {
        var now = gates.select(1, t);
        var curved = cells.select(1, t + 1).tanh();
        var above = output.add(g.select(1, t));
        cell.add_(torch.tanh_backward(above.mul(part(now, 3)), curved));
        var to = slopes.select(1, t);
        part(to, 0).copy_(torch.sigmoid_backward(cell.mul(part(now, 2)), part(now, 0)));
        part(to, 1).copy_(torch.sigmoid_backward(cell.mul(cells.select(1, t)), part(now, 1)));
        part(to, 2).copy_(torch.tanh_backward(cell.mul(part(now, 0)), part(now, 2)));
        part(to, 3).copy_(torch.sigmoid_backward(above.mul(curved), part(now, 3)));
        cell.copy_(cell.mul(part(now, 1)));
        output.copy_(to.matmul(weight));
      }
    }
    return new Array[] {TorchArray.keep(slopes), TorchArray.keep(output), TorchArray.keep(cell)};
  }

  private static Tensor beginning(Tensor before, long steps) {
    var all = before.new_zeros(before.size(0), steps + 1, before.size(1));
    all.select(1, 0).copy_(before);
    return all;
  }

  /// One of four gates side by side.
  private static Tensor part(Tensor gates, int gate) {
    long width = gates.size(1) / 4;
    return gates.narrow(1, gate * width, width);
  }
}
