package wenmai.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who frees a tensor. The garbage collector cannot: to it, 4 MiB of native memory is an object of 40 bytes. So every
/// tensor has one of three lifetimes, and model code sees none of them:
///
/// - a *pass*: `Layer.apply` runs in a scope and keeps only what it returns;
/// - a *step*: the trainer, the engine and each evaluated example run in one;
/// - *owned*: weights, optimizer state and cache pages are [taken out][Tensor#own] of every scope and closed by their owner.
///
/// A scope belongs to the thread that runs it.
public final class Scope {
  private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();
  private static final AtomicLong LIVE = new AtomicLong();

  private final @Nullable Scope outer;
  private final ArrayList<Tensor> tensors = new ArrayList<>();

  private Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  /// A result of a scope that is made of several tensors.
  public interface Bundle {
    List<Tensor> tensors();
  }

  /// Runs `body` and frees every tensor made in it but those of its result, which the scope around gets.
  public static <T extends @Nullable Object> T run(Supplier<T> body) {
    var scope = new Scope(CURRENT.get());
    CURRENT.set(scope);
    try {
      T result = body.get();
      if (result instanceof Tensor kept) {
        scope.hand(kept);
      } else if (result instanceof Bundle bundle) {
        bundle.tensors().forEach(scope::hand);
      }
      return result;
    } finally {
      scope.close();
    }
  }

  public static void run(Runnable body) {
    run(() -> {
      body.run();
      return null;
    });
  }

  /// Tensors that exist now, on all threads.
  public static long live() {
    return LIVE.get();
  }

  static @Nullable Scope enter(Tensor tensor) {
    LIVE.incrementAndGet();
    var scope = CURRENT.get();
    if (scope != null) {
      scope.tensors.add(tensor);
    }
    return scope;
  }

  static void left() {
    LIVE.decrementAndGet();
  }

  private void hand(Tensor tensor) {
    if (tensor.scope == this) {
      tensor.scope = outer;
      if (outer != null) {
        outer.tensors.add(tensor);
      }
    }
  }

  private void close() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    for (var tensor : tensors) {
      if (tensor.scope == this) {
        tensor.close();
      }
    }
  }
}
