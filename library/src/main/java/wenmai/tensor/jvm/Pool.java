package wenmai.tensor.jvm;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.MemoryLimit;

/// Freed memory waits here by size for its next use: fresh memory would have to be cleared by us and mapped page by page by
/// the system, which costs a large result more than computing it. What waits goes, the largest first, where otherwise the
/// process would grow beyond an eighth more than was ever in use at once, or beyond its limit.
final class Pool {
  private static final ConcurrentSkipListMap<Long, ArrayDeque<Chunk>> WAITING = new ConcurrentSkipListMap<>();
  private static final AtomicLong WAITING_BYTES = new AtomicLong();
  private static final AtomicLong LIVING = new AtomicLong();
  private static final AtomicLong MOST = new AtomicLong();
  /// So little need not be asked about, and asking costs a start 50 ms.
  private static final long LITTLE = 256 << 20;
  /// How often, and how many nanoseconds each time, the cleaner is waited for.
  private static final int WAITS = 20;
  private static final long WAIT = 10_000_000;

  private Pool() {}

  /// @throws OutOfMemoryError where the limit is reached
  static Chunk take(long bytes) {
    long size = rounded(bytes);
    long living = LIVING.addAndGet(size);
    try {
      var chunk = fitting(size);
      if (chunk != null) {
        chunk.used().set(true);
        living = LIVING.addAndGet(chunk.size() - size);
      } else {
        if (living > LITTLE && living > MemoryLimit.ofTensors()) {
          living = collected();
        }
        chunk = fresh(size, living);
      }
      MOST.accumulateAndGet(living, Math::max);
      return chunk;
    } catch (OutOfMemoryError e) {
      LIVING.addAndGet(-size);
      throw e;
    }
  }

  /// What is in use once Java has looked for what nobody knows of any more.
  private static long collected() {
    System.gc();
    for (int wait = 0; wait < WAITS && LIVING.get() > MemoryLimit.ofTensors(); wait++) {
      LockSupport.parkNanos(WAIT);
    }
    if (LIVING.get() > MemoryLimit.ofTensors()) {
      throw new OutOfMemoryError("limit of %,d bytes".formatted(MemoryLimit.ofTensors()));
    }
    return LIVING.get();
  }

  static void give(Chunk chunk) {
    chunk.used().set(false);
    LIVING.addAndGet(-chunk.size());
    add(chunk);
  }

  /// The most bytes that were in use at once.
  static long most() {
    return MOST.get();
  }

  /// Sizes come in parts of a power of two, so that chunks find each other again.
  private static long rounded(long bytes) {
    long step = Math.max(256, Long.highestOneBit(Math.max(1, bytes)) / 32);
    return Math.max(step, (bytes + step - 1) / step * step);
  }

  private static Chunk fresh(long size, long living) {
    long bound = Math.max(living, MOST.get()) / 8 * 9;
    shrink((living > LITTLE ? Math.min(bound, MemoryLimit.ofTensors()) : bound) - living);
    try {
      return Chunk.of(size, LIVING);
    } catch (OutOfMemoryError e) {
      shrink(0);
      return Chunk.of(size, LIVING);
    }
  }

  /// Until at most so many bytes wait.
  private static void shrink(long bytes) {
    var size = WAITING.isEmpty() || WAITING_BYTES.get() <= bytes ? null : WAITING.lastKey();
    while (size != null && WAITING_BYTES.get() > bytes) {
      var chunk = pooled(size);
      if (chunk == null) {
        size = WAITING.lowerKey(size);
      } else {
        chunk.free();
      }
    }
  }

  /// The smallest that waits and wastes at most a quarter: gradients of weights take the place of activations no longer needed.
  private static @Nullable Chunk fitting(long size) {
    for (long at : WAITING.subMap(size, true, size / 3 * 4, true).keySet()) {
      var chunk = pooled(at);
      if (chunk != null) {
        return chunk;
      }
    }
    return null;
  }

  private static @Nullable Chunk pooled(long size) {
    var waiting = WAITING.computeIfAbsent(size, s -> new ArrayDeque<>());
    synchronized (waiting) {
      var chunk = waiting.pollFirst();
      WAITING_BYTES.addAndGet(chunk == null ? 0 : -size);
      return chunk;
    }
  }

  private static void add(Chunk chunk) {
    var waiting = WAITING.computeIfAbsent(chunk.size(), s -> new ArrayDeque<>());
    synchronized (waiting) {
      waiting.addFirst(chunk);
      WAITING_BYTES.addAndGet(chunk.size());
    }
  }
}
