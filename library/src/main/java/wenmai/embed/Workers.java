package wenmai.embed;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import wenmai.message.Failure;

/// The same work on several threads at once.
final class Workers {
  private Workers() {}

  static void run(int threads, Runnable work) {
    try (var pool = Executors.newFixedThreadPool(threads)) {
      Callable<Object> task = Executors.callable(work);
      for (var done : pool.invokeAll(Collections.nCopies(threads, task))) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(e, "training was interrupted", "训练被中断");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new Failure(e, "training failed: %s", "训练失败：%s", e);
    }
  }
}
