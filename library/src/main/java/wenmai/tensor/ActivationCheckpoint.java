package wenmai.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A part of a computation of which only its input and the results of its attention are kept: on the way back the rest is
/// computed again, with the same numbers, so the part must be a function of its input and of weights alone. Activations are
/// paid with time. Chen 2016, "Training deep nets with sublinear memory cost".
public final class ActivationCheckpoint {
  private static final ThreadLocal<@Nullable Kept> KEPT = new ThreadLocal<>();

  private ActivationCheckpoint() {}

  /// The way back through a part that is computed again from a leaf: what the gradient of its result adds to the leaf's.
  private interface Replay {
    void run(Tensor leaf, Tensor gradient, Tape tape, Kept kept);
  }

  /// part(x)
  public static Tensor of(Tensor x, UnaryOperator<Tensor> part) {
    return of(x, part, (leaf, g, tape, kept) -> tape.walk(tape.during(() -> kept.within(() -> part.apply(leaf))), g));
  }

  /// block(x). Its branch is computed again in pieces of rows, each forward and at once backward, so that neither the branch's
  /// activations nor their gradients are ever there for all rows; unless the device keeps no rows apart, or somebody watches,
  /// who wants them whole.
  public static Tensor of(Tensor x, Residual block) {
    return of(x, block::apply, (leaf, g, tape, kept) -> {
      if (tape.watched() || !x.device().rowsApart()) {
        tape.walk(tape.during(() -> kept.within(() -> block.apply(leaf))), g);
      } else {
        var way = Scope.run(() -> {
          var y = tape.during(() -> kept.within(() -> Scope.run(() -> block.before().apply(leaf))));
          return new Way(Tape.node(y), block.backward(y, g));
        });
        tape.walk(way.node, way.gradient);
      }
    });
  }

  /// Where a tensor's gradient goes, which outlives the tensor.
  private record Way(Tape.Node node, Tensor gradient) implements Scope.Bundle {
    @Override
    public List<Tensor> tensors() {
      return List.of(gradient);
    }
  }

  private static Tensor of(Tensor x, UnaryOperator<Tensor> part, Replay replay) {
    if (!Tape.recording()) {
      return part.apply(x);
    }
    var watcher = Tape.watcher();
    var kept = new Kept();
    try {
      var y = Tape.unrecorded(() -> kept.within(() -> Scope.run(() -> part.apply(x))));
      var inputs = new ArrayList<>(kept.tensors);
      inputs.add(x);
      return y.recorded(true, g -> {
        var leaf = x.detached().requireGrad();
        try (var tape = new Tape(watcher)) {
          replay.run(leaf, g, tape, kept);
          x.give(leaf::grad);
        }
      }, inputs.toArray(Tensor[]::new));
    } finally {
      kept.tensors.forEach(Tensor::release);
    }
  }

  /// Results that cost too much to compute again, in the order of their making.
  private static final class Kept {
    final ArrayList<Tensor> tensors = new ArrayList<>();
    private int next;

    Tensor within(Supplier<Tensor> body) {
      var outer = KEPT.get();
      KEPT.set(this);
      try {
        return body.get();
      } finally {
        KEPT.set(outer);
      }
    }

    List<Tensor> keep(List<Tensor> made) {
      made.forEach(tensor -> tensors.add(tensor.retain()));
      return made;
    }

    List<Tensor> again(int count) {
      var before = tensors.subList(next, next + count);
      next += count;
      return before.stream().map(Tensor::detached).toList();
    }
  }

  /// The two results that `make` makes; within a checkpoint, made only the first time.
  static List<Tensor> once(Supplier<List<Tensor>> make) {
    var kept = KEPT.get();
    if (kept == null) {
      return make.get();
    }
    return Tape.recording() ? kept.again(2) : kept.keep(make.get());
  }
}
