package wenmai.tokenize;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import wenmai.message.Failure;

/// Work that one thread hands to whichever core is free; it waits where some for each of them is not done yet.
public final class Cores implements AutoCloseable {
  private static final int AHEAD = 4;   // for each core
  private final int threads;
  private final ExecutorService pool;
  private final Deque<Future<?>> ahead = new ArrayDeque<>();

  Cores() {
    this(Runtime.getRuntime().availableProcessors());
  }

  private Cores(int threads) {
    this.threads = threads;
    this.pool = Executors.newFixedThreadPool(threads);
  }

  /// Starts the work once for each core and waits until all of it is done.
  static void each(Runnable work) {
    each(Runtime.getRuntime().availableProcessors(), work);
  }

  /// Starts the work on so many threads and waits until all of it is done; throws what it threw.
  public static void each(int threads, Runnable work) {
    try (var cores = new Cores(threads)) {
      for (int i = 0; i < threads; i++) {
        cores.add(work);
      }
      cores.finish();
    }
  }

  /// Calls `work` with every number below `n`, whichever core is free.
  static void share(int n, IntConsumer work) {
    var next = new AtomicInteger();
    each(() -> {
      for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
        work.accept(i);
      }
    });
  }

  /// Throws what earlier work threw.
  void add(Runnable work) {
    if (ahead.size() == AHEAD * threads) {
      await(ahead.remove());
    }
    ahead.add(pool.submit(work));
  }

  /// Waits until all of it is done.
  void finish() {
    while (!ahead.isEmpty()) {
      await(ahead.remove());
    }
  }

  private static void await(Future<?> work) {
    try {
      work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(e, "training was interrupted", "训练被中断");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      if (e.getCause() instanceof Error error) {    // such as too little memory
        throw error;
      }
      throw new Failure(e, "training failed: %s", "训练失败：%s", e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
