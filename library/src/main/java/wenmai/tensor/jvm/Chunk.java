package wenmai.tensor.jvm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;

/// Native memory that goes when it is freed or, at the latest, when nobody knows of it any more.
record Chunk(MemorySegment memory, Cleaner.Cleanable end) {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int ALIGNMENT = 64;

  /// Of a shared arena, whose memory Java does not count: [Pool] does.
  @SuppressWarnings("MustBeClosedChecker")   // closed by the cleaner
  static Chunk of(long bytes) {
    var arena = Arena.ofShared();
    var memory = arena.allocate(bytes, ALIGNMENT);
    return new Chunk(memory, CLEANER.register(memory, arena::close));
  }

  long size() {
    return memory.byteSize();
  }

  void free() {
    end.clean();
  }
}
