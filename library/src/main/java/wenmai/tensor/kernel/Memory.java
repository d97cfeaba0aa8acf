package wenmai.tensor.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// All native memory as one segment, addressed by plain numbers. Bounds and liveness checks vanish, and every access goes
/// to one kind of segment, so that the compiler keeps vectors in registers: the price is that a wrong address kills the
/// JVM. Only the kernels use it; whoever calls them answers for the addresses.
final class Memory {
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

  private Memory() {}

  /// Element i of the fp32 numbers at an address.
  static float get(long address, long i) {
    return ALL.get(FLOAT, address + 4 * i);
  }

  static void set(long address, long i, float value) {
    ALL.set(FLOAT, address + 4 * i, value);
  }

  /// Element i of the bf16 numbers at an address: the upper half of an fp32.
  static float getBf16(long address, long i) {
    return Float.intBitsToFloat(ALL.get(SHORT, address + 2 * i) << 16);
  }

  static float getF16(long address, long i) {
    return Float.float16ToFloat(ALL.get(SHORT, address + 2 * i));
  }
}
