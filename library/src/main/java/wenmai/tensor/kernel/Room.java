package wenmai.tensor.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Native memory of a thread, that grows when more is asked for.
final class Room {
  private MemorySegment memory = MemorySegment.NULL;

  long of(long bytes) {
    if (memory.byteSize() < bytes) {
      memory = Arena.ofAuto().allocate(bytes, 64);
    }
    return memory.address();
  }
}
