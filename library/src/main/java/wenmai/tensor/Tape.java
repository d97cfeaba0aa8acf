package wenmai.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reverse-mode differentiation: every operation on a tensor that depends on a leaf is written down with its rule; walking
/// the record backwards, each rule turns the gradient of its result into additions to the gradients of its inputs.
/// Linnainmaa 1970; the chain rule, in the order that costs about two forward passes.
///
/// Without a tape nothing is recorded and nothing kept: that is inference. A tape keeps the tensors that its rules need and
/// lets each go as soon as its rule has run.
///
/// A [part][#checkpoint] of a computation may keep its input alone, and be computed again on the way back: activations are
/// paid with time. Chen 2016, "Training deep nets with sublinear memory cost".
public final class Tape {
  private static final ThreadLocal<@Nullable Tape> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<@Nullable Kept> KEPT = new ThreadLocal<>();

  private final ArrayList<Entry> entries = new ArrayList<>();
  private final Watcher watcher;

  private Tape(Watcher watcher) {
    this.watcher = watcher;
  }

  /// Sees both factors of every weight's gradient, Gᵀ X, on the way back: x [..,in] and the gradient g [..,out] of x Wᵀ [..,out],
  /// recomputed ones too, and once for each use of a weight. They live until it returns; of what shall stay, it owns a copy.
  ///
  /// With both, rows that the gradient has summed up can be told apart: the norm of one example's gradient is
  /// ‖GᵀX‖² = Σ (X Xᵀ) ⊙ (G Gᵀ), which for one position is ‖x‖² ‖g‖² (Goodfellow 2015, "Efficient per-example gradient
  /// computations"; Li 2022, "Large language models can be strong differentially private learners", §4).
  @FunctionalInterface
  public interface Watcher {
    Watcher NOBODY = (_, _, _) -> { };

    void linear(Tensor weight, Tensor x, Tensor g);
  }

  /// What the gradient of a result adds to those of the inputs.
  interface Rule {
    void apply(Tensor gradient);
  }

  private record Entry(Node result, Rule rule, List<Tensor> kept) {
    void release() {
      result.clear();
      kept.forEach(Tensor::release);
    }
  }

  /// The place where a tensor's gradient grows. A leaf's stays until it is cleared.
  static final class Node {
    private @Nullable Tensor gradient;
    private boolean shared;

    @Nullable Tensor gradient() {
      return gradient;
    }

    /// The first gradient is only borrowed, for others may hold it too; with the second a sum of our own begins.
    void add(Tensor g) {
      if (gradient == null) {
        gradient = g.retain();
        shared = true;
      } else if (shared) {
        var sum = gradient.add(g).own();
        gradient.release();
        gradient = sum;
        shared = false;
      } else {
        gradient.accumulate(g);
      }
    }

    /// A sum of our own, where there is none yet, of whatever stood in its memory.
    Tensor begin(Tensor like) {
      gradient = like.device().empty(like.shape()).own();
      shared = false;
      return gradient;
    }

    /// A sum of our own to add to, zeros at first.
    Tensor sum(Tensor like) {
      if (gradient == null) {
        gradient = like.device().zeros(like.shape()).own();
      } else if (shared) {
        var copy = gradient.mul(1).own();
        gradient.release();
        gradient = copy;
      }
      shared = false;
      return gradient;
    }

    void clear() {
      if (gradient != null) {
        gradient.release();
        gradient = null;
      }
    }
  }

  /// Runs `loss`, which must end in a single number, and adds its gradients to every leaf's. Returns the number.
  public static double backward(Supplier<Tensor> loss) {
    return backward(loss, Watcher.NOBODY);
  }

  /// The same, watched.
  public static double backward(Supplier<Tensor> loss, Watcher watcher) {
    var outer = CURRENT.get();
    var tape = new Tape(watcher);
    CURRENT.set(tape);
    try {
      return Scope.run(() -> {
        var result = loss.get();
        CURRENT.remove();
        double value = result.item();
        tape.walk(result, result.device().constant(1, result.shape()));
        return value;
      });
    } finally {
      tape.entries.forEach(Entry::release);
      CURRENT.set(outer);
    }
  }

  /// block(x), of which only x and the results of its attention are kept: on the way back the rest is computed again, with
  /// the same numbers, so `block` must be a function of x and of weights alone.
  public static Tensor checkpoint(Tensor x, UnaryOperator<Tensor> block) {
    if (!recording()) {
      return block.apply(x);
    }
    var watcher = watcher();
    var kept = new Kept();
    var y = under(null, kept, () -> Scope.run(() -> block.apply(x)));
    var inputs = new ArrayList<>(kept.tensors);
    inputs.add(x);
    y.recorded(true, g -> {
      var leaf = x.detached().requireGrad();
      var tape = new Tape(watcher);
      try {
        kept.next = 0;
        var again = under(tape, kept, () -> block.apply(leaf));
        tape.walk(again, g);
        x.give(leaf::grad);
      } finally {
        tape.entries.forEach(Entry::release);
      }
    }, inputs.toArray(Tensor[]::new));
    kept.tensors.forEach(Tensor::release);
    return y;
  }

  private static Tensor under(@Nullable Tape tape, Kept kept, Supplier<Tensor> body) {
    var outer = CURRENT.get();
    CURRENT.set(tape);
    KEPT.set(kept);
    try {
      return body.get();
    } finally {
      CURRENT.set(outer);
      KEPT.remove();
    }
  }

  /// Results that cost too much to compute again, in the order of their making.
  private static final class Kept {
    final ArrayList<Tensor> tensors = new ArrayList<>();
    int next;
  }

  /// What `make` makes; within a checkpoint, made only the first time.
  static List<Tensor> once(Supplier<List<Tensor>> make) {
    var kept = KEPT.get();
    if (kept == null) {
      return make.get();
    }
    if (!recording()) {
      var made = make.get();
      made.forEach(tensor -> kept.tensors.add(tensor.retain()));
      return made;
    }
    var before = kept.tensors.subList(kept.next, kept.next + 2);
    kept.next += 2;
    return before.stream().map(Tensor::detached).toList();
  }

  static boolean recording() {
    return CURRENT.get() != null;
  }

  /// Whoever watches the tape that records now.
  static Watcher watcher() {
    var tape = CURRENT.get();
    return tape == null ? Watcher.NOBODY : tape.watcher;
  }

  static Node record(Rule rule, List<Tensor> kept) {
    var node = new Node();
    kept.forEach(Tensor::retain);
    var tape = CURRENT.get();
    if (tape == null) {
      throw new IllegalStateException("no tape");
    }
    tape.entries.add(new Entry(node, rule, kept));
    return node;
  }

  private void walk(Tensor result, Tensor slope) {
    if (result.node == null) {
      throw new IllegalStateException("the loss depends on no tensor that requires a gradient");
    }
    result.node.add(slope);
    while (!entries.isEmpty()) {
      var entry = entries.getLast();
      var gradient = entry.result.gradient();
      if (gradient != null) {
        Scope.run(() -> entry.rule.apply(gradient));
      }
      entries.removeLast().release();
    }
  }
}
