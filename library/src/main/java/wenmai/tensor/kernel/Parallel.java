package wenmai.tensor.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The one owner of threads: runs items on this thread and on helpers that wait, spinning a little before they sleep, so
/// that the short loops of decoding do not pay for waking anybody. `-Dwenmai.threads=N` says how many in all.
public final class Parallel {
  private static final int THREADS = Math.max(1, Integer.getInteger("wenmai.threads", Runtime.getRuntime().availableProcessors()));
  private static final int MOST_PIECES = 128;
  /// A multiple of every vector's numbers.
  private static final long WHOLE = 16;
  private static final int SPINS = 2_000;
  private static final Helper[] HELPERS = new Helper[THREADS - 1];
  private static final AtomicReference<@Nullable Thread> OWNER = new AtomicReference<>();

  private Parallel() {}

  /// Item i of n, by one of the threads.
  public interface Body {
    void item(int i);
  }

  public static int threads() {
    return THREADS;
  }

  /// Runs items 0 to n − 1 and returns when all are done. Who computes which is left open, so an item must not depend on it.
  /// A second thread that comes while the helpers are busy does its items alone.
  public static void run(int n, Body body) {
    if (n <= 1 || THREADS == 1 || !OWNER.compareAndSet(null, Thread.currentThread())) {
      for (int i = 0; i < n; i++) {
        body.item(i);
      }
      return;
    }
    try {
      var job = new Job(n, body);
      for (int h = 0; h < Math.min(HELPERS.length, n - 1); h++) {
        helper(h).give(job);
      }
      job.work();
      job.await();
    } finally {
      OWNER.set(null);
    }
  }

  /// Cuts [0, n) into pieces of about `grain` or more and runs them. A loop takes whole vectors otherwise than the rest of its
  /// piece, so where pieces are long they end with a whole vector, and the last bits of a result depend neither on the number
  /// of threads nor, but for the rest at the very end, on n.
  public static void ranges(long n, long grain, Range body) {
    int pieces = (int) Math.max(1, Math.min(MOST_PIECES, n / Math.max(1, grain)));
    if (pieces == 1) {
      body.piece(0, n);
    } else {
      long step = grain < WHOLE ? 1 : WHOLE;
      run(pieces, i -> body.piece(cut(n, i, pieces, step), i + 1 == pieces ? n : cut(n, i + 1, pieces, step)));
    }
  }

  private static long cut(long n, int i, int pieces, long step) {
    return n * i / pieces / step * step;
  }

  /// From an index to before another.
  public interface Range {
    void piece(long from, long to);
  }

  private static Helper helper(int h) {
    if (HELPERS[h] == null) {
      HELPERS[h] = new Helper();
      HELPERS[h].setDaemon(true);
      HELPERS[h].setName("wenmai-kernel-" + (h + 1));
      HELPERS[h].start();
    }
    return HELPERS[h];
  }

  private static final class Job {
    private final int n;
    private final Body body;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    Job(int n, Body body) {
      this.n = n;
      this.body = body;
    }

    void work() {
      for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
        try {
          body.item(i);
        } catch (Throwable t) {
          failure = t;
        } finally {
          done.incrementAndGet();
        }
      }
    }

    void await() {
      while (done.get() < n) {
        Thread.onSpinWait();
      }
      switch (failure) {
        case null -> { }
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }
  }

  private static final class Helper extends Thread {
    private final AtomicReference<@Nullable Job> job = new AtomicReference<>();

    void give(Job given) {
      job.set(given);
      LockSupport.unpark(this);
    }

    @Override
    public void run() {
      while (true) {
        for (int i = 0; job.get() == null && i < SPINS; i++) {
          Thread.onSpinWait();
        }
        while (job.get() == null) {
          LockSupport.park(this);
        }
        var mine = job.getAndSet(null);
        if (mine != null) {
          mine.work();
        }
      }
    }
  }
}
