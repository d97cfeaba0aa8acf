package wenmai.tensor.jvm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Native memory that goes when it is freed or, at the latest, when nobody knows of it any more.
///
/// @param used whether it counts among what lives
record Chunk(MemorySegment memory, AtomicBoolean used, Cleaner.Cleanable end) {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int ALIGNMENT = 64;

  /// Of a shared arena, whose memory Java does not count: [Pool] does.
  ///
  /// @param living from which its bytes are taken where it goes while in use
  @SuppressWarnings("MustBeClosedChecker")   // closed by the cleaner
  static Chunk of(long bytes, AtomicLong living) {
    var arena = Arena.ofShared();
    var memory = arena.allocate(bytes, ALIGNMENT);
    var used = new AtomicBoolean(true);
    return new Chunk(memory, used, CLEANER.register(memory, () -> {
      arena.close();
      if (used.get()) {
        living.addAndGet(-bytes);
      }
    }));
  }

  long size() {
    return memory.byteSize();
  }

  void free() {
    end.clean();
  }
}
