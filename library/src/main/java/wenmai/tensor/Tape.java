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
public final class Tape {
  private static final ThreadLocal<@Nullable Tape> CURRENT = new ThreadLocal<>();

  private final ArrayList<Entry> entries = new ArrayList<>();

  private Tape() {}

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
    var outer = CURRENT.get();
    var tape = new Tape();
    CURRENT.set(tape);
    try {
      return Scope.run(() -> {
        var result = loss.get();
        CURRENT.remove();
        double value = result.item();
        tape.walk(result);
        return value;
      });
    } finally {
      tape.entries.forEach(Entry::release);
      CURRENT.set(outer);
    }
  }

  static boolean recording() {
    return CURRENT.get() != null;
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

  private void walk(Tensor loss) {
    if (loss.node == null) {
      throw new IllegalStateException("the loss depends on no tensor that requires a gradient");
    }
    loss.node.add(loss.device().constant(1, loss.shape()));
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
