package wenmai.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reverse-mode differentiation: every operation on a tensor that depends on a leaf is written down with its rule; walking
/// the record backwards, each rule turns the gradient of its result into additions to the gradients of its inputs.
/// Linnainmaa 1970; the chain rule, in the order that costs about two forward passes.
///
/// Without a tape nothing is recorded and nothing kept: that is inference. A tape keeps the tensors that its rules need and
/// lets each go as soon as its rule has run.
///
/// A part of a computation may keep its input alone, and be computed again on the way back: see [ActivationCheckpoint].
public final class Tape implements AutoCloseable {
  private static final ThreadLocal<@Nullable Tape> CURRENT = new ThreadLocal<>();

  private final ArrayList<Entry> entries = new ArrayList<>();
  private final Watcher watcher;

  Tape(Watcher watcher) {
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
    try (var tape = new Tape(watcher)) {
      return Scope.run(() -> {
        var result = tape.during(loss);
        double value = result.item();
        tape.walk(result, result.device().constant(1, result.shape()));
        return value;
      });
    }
  }

  /// What `body` makes, written down here.
  <T> T during(Supplier<T> body) {
    return on(this, body);
  }

  /// What `body` makes, written down nowhere.
  static <T> T unrecorded(Supplier<T> body) {
    return on(null, body);
  }

  private static <T> T on(@Nullable Tape tape, Supplier<T> body) {
    var outer = CURRENT.get();
    CURRENT.set(tape);
    try {
      return body.get();
    } finally {
      CURRENT.set(outer);
    }
  }

  static boolean recording() {
    return CURRENT.get() != null;
  }

  boolean watched() {
    return watcher != Watcher.NOBODY;
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

  /// The node of a result, where there is a way back from.
  static Node node(Tensor result) {
    if (result.node == null) {
      throw new IllegalStateException("the result depends on no tensor that requires a gradient");
    }
    return result.node;
  }

  void walk(Tensor result, Tensor slope) {
    walk(node(result), slope);
  }

  /// The way back from a result, with the gradient there: nothing of it is recorded.
  void walk(Node result, Tensor slope) {
    result.add(slope);
    while (!entries.isEmpty()) {
      var entry = entries.getLast();
      var gradient = entry.result.gradient();
      if (gradient != null) {
        Scope.run(() -> entry.rule.apply(gradient));
      }
      entries.removeLast().release();
    }
  }

  @Override
  public void close() {
    entries.forEach(Entry::release);
  }
}
