package wenmai.tokenize;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import wenmai.message.Failure;

/// The same work on every core at once.
final class Cores {
  private Cores() {}

  /// Starts the work once for each core and waits until all of it is done.
  static void each(Runnable work) {
    int threads = Runtime.getRuntime().availableProcessors();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      Callable<Object> task = Executors.callable(work);
      for (var done : pool.invokeAll(Collections.nCopies(threads, task))) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(e, "training the tokenizer was interrupted", "分词器训练被中断");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new Failure(e, "training the tokenizer failed: %s", "分词器训练失败：%s", e);
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
}
