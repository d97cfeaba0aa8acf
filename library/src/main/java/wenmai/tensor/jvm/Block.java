package wenmai.tensor.jvm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import wenmai.message.Failure;

/// Native memory shared by the arrays that look at it. Freed blocks wait in a pool by size: fresh memory would have to be
/// cleared by us and mapped page by page by the system, which costs a large result more than computing it.
final class Block {
  private static final ConcurrentHashMap<Long, ArrayDeque<MemorySegment>> POOL = new ConcurrentHashMap<>();
  private static final AtomicLong POOLED = new AtomicLong();
  private static final AtomicLong LIVING = new AtomicLong();
  private static final AtomicLong MOST = new AtomicLong();
  private static final long MOST_POOLED = 4L << 30;
  private static final int ALIGNMENT = 64;

  private final MemorySegment memory;
  private final boolean ours;
  private final AtomicInteger holders = new AtomicInteger(1);

  private Block(MemorySegment memory, boolean ours) {
    this.memory = memory;
    this.ours = ours;
  }

  /// Room for so many bytes, with anything in it.
  static Block of(long bytes) {
    long size = rounded(bytes);
    MOST.accumulateAndGet(LIVING.addAndGet(size), Math::max);
    var waiting = POOL.computeIfAbsent(size, s -> new ArrayDeque<>());
    synchronized (waiting) {
      var memory = waiting.pollFirst();
      if (memory != null) {
        POOLED.addAndGet(-size);
        return new Block(memory, true);
      }
    }
    try {
      return new Block(Arena.ofAuto().allocate(size, ALIGNMENT), true);
    } catch (OutOfMemoryError full) {
      return emptied(size);
    }
  }

  /// Tries once more without the pool.
  private static Block emptied(long size) {
    POOL.clear();
    POOLED.set(0);
    System.gc();
    try {
      return new Block(Arena.ofAuto().allocate(size, ALIGNMENT), true);
    } catch (OutOfMemoryError e) {
      throw new Failure(e, "not enough memory for %,d bytes more (%s); take a smaller batch, context or model, or allow more"
          + " than this limit with WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g",
          "内存不足，无法再分配 %,d 字节（%s）；请减小批量、上下文或模型，或用 WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g 放宽这一上限",
          size, String.valueOf(e.getMessage()));
    }
  }

  /// Memory that somebody else owns, such as a mapped file.
  static Block around(MemorySegment memory) {
    return new Block(memory, false);
  }

  /// Sizes come in eighths of a power of two, so that blocks find each other again.
  private static long rounded(long bytes) {
    long step = Math.max(256, Long.highestOneBit(Math.max(1, bytes)) / 8);
    return Math.max(step, (bytes + step - 1) / step * step);
  }

  MemorySegment memory() {
    return memory;
  }

  Block hold() {
    holders.incrementAndGet();
    return this;
  }

  /// The most bytes that were in use at once.
  static long most() {
    return MOST.get();
  }

  void release() {
    if (holders.decrementAndGet() == 0 && ours) {
      LIVING.addAndGet(-memory.byteSize());
      keep(memory.byteSize());
    }
  }

  private void keep(long size) {
    if (POOLED.get() < MOST_POOLED) {
      var waiting = POOL.computeIfAbsent(size, s -> new ArrayDeque<>());
      synchronized (waiting) {
        waiting.addFirst(memory);
        POOLED.addAndGet(size);
      }
    }
  }
}
