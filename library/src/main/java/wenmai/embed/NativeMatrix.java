package wenmai.embed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.util.SplittableRandom;
import wenmai.message.Failure;

/// A matrix [count, width] in native memory. Rows are padded with zeros to a multiple of 128 bytes: to whole vectors of any
/// processor, several at once, and to whole cache lines. The memory goes when nobody knows of the matrix any more, so who
/// works on addresses keeps hold of it.
final class NativeMatrix {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int WHOLE = 32;

  private final MemorySegment memory;
  private final long base;           // its address
  private final long count;
  private final int width;
  private final int stride;

  /// @param count rows, all zero
  NativeMatrix(long count, int width) {
    this.count = count;
    this.width = width;
    stride = stride(width);
    memory = allocate(4 * count * stride, count, width);
    base = memory.address();
  }

  /// Numbers from one row to the next.
  static int stride(int width) {
    return Math.ceilDiv(width, WHOLE) * WHOLE;
  }

  /// Of a shared arena, whose memory Java does not count against the heap's limit.
  @SuppressWarnings("MustBeClosedChecker")   // closed by the cleaner
  private MemorySegment allocate(long bytes, long count, int width) {
    var arena = Arena.ofShared();
    CLEANER.register(this, arena::close);
    try {
      return arena.allocate(bytes, 4 * WHOLE);
    } catch (OutOfMemoryError e) {
      throw new Failure(e, "not enough memory for %,d vectors of %,d numbers (%,d bytes): take fewer words or dimensions",
          "内存不足，放不下 %,d 个 %,d 维的向量（%,d 字节）：请减少词数或维数", count, width, bytes);
    }
  }

  /// All zero again, whatever stands there: a product with zero would keep what is not a number.
  void clear() {
    memory.fill((byte) 0);
  }

  void clear(long row) {
    memory.asSlice(4 * row * stride, 4L * stride).fill((byte) 0);
  }

  /// With numbers drawn evenly from an interval.
  void fill(SplittableRandom random, float from, float end) {
    for (long row = 0; row < count; row++) {
      for (int column = 0; column < width; column++) {
        set(row, column, from + random.nextFloat() * (end - from));
      }
    }
  }

  long count() {
    return count;
  }

  int width() {
    return width;
  }

  int stride() {
    return stride;
  }

  long address(long row) {
    return base + 4 * row * stride;
  }

  float get(long row, int column) {
    return memory.getAtIndex(ValueLayout.JAVA_FLOAT, row * stride + column);
  }

  void set(long row, int column, float value) {
    memory.setAtIndex(ValueLayout.JAVA_FLOAT, row * stride + column, value);
  }

  float[] row(long row) {
    return memory.asSlice(4 * row * stride, 4L * width).toArray(ValueLayout.JAVA_FLOAT);
  }
}
