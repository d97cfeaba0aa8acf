package wenmai.tensor.jvm;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import wenmai.message.Failure;

/// Native memory shared by the arrays that look at it, counted by how many do; from the [Pool] and back to it.
final class Block {
  private final MemorySegment memory;
  private final Chunk[] ours;
  private final AtomicInteger holders = new AtomicInteger(1);

  private Block(MemorySegment memory, Chunk... ours) {
    this.memory = memory;
    this.ours = ours;
  }

  /// Room for so many bytes, with anything in it.
  static Block of(long bytes) {
    try {
      var chunk = Pool.take(bytes);
      return new Block(chunk.memory(), chunk);
    } catch (OutOfMemoryError e) {
      throw new Failure(e, "not enough memory for %,d bytes more (%s); take a smaller batch, context or model, or allow more"
          + " than this limit with WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g",
          "内存不足，无法再分配 %,d 字节（%s）；请减小批量、上下文或模型，或用 WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g 放宽这一上限",
          bytes, String.valueOf(e.getMessage()));
    }
  }

  /// Memory that somebody else owns, such as a mapped file.
  static Block around(MemorySegment memory) {
    return new Block(memory);
  }

  MemorySegment memory() {
    return memory;
  }

  Block hold() {
    holders.incrementAndGet();
    return this;
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      for (var chunk : ours) {
        Pool.give(chunk);
      }
    }
  }
}
