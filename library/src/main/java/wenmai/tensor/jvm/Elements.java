package wenmai.tensor.jvm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Single elements of a block, whatever their type, by their number in it.
interface Elements {
  float get(long i);

  void set(long i, float value);

  /// The bits.
  long raw(long i);

  void setRaw(long i, long bits);

  static Elements of(JvmArray a) {
    var memory = a.block().memory();
    return switch (a.type()) {
      case F32 -> new F32(memory);
      case BF16 -> new BF16(memory);
      case F16 -> new F16(memory);
      case I64 -> new I64(memory);
    };
  }

  /// IEEE single precision.
  record F32(MemorySegment memory) implements Elements {
    @Override
    public float get(long i) {
      return memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i);
    }

    @Override
    public void set(long i, float value) {
      memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i, value);
    }

    @Override
    public long raw(long i) {
      return memory.get(ValueLayout.JAVA_INT_UNALIGNED, 4 * i);
    }

    @Override
    public void setRaw(long i, long bits) {
      memory.set(ValueLayout.JAVA_INT_UNALIGNED, 4 * i, (int) bits);
    }
  }

  /// The upper half of a single: its range with 8 bits of precision.
  record BF16(MemorySegment memory) implements Elements {
    @Override
    public float get(long i) {
      return Float.intBitsToFloat((int) raw(i) << 16);
    }

    /// Rounds to nearest, ties to even.
    @Override
    public void set(long i, float value) {
      int bits = Float.floatToRawIntBits(value);
      setRaw(i, Float.isNaN(value) ? 0x7fc0 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    @Override
    public long raw(long i) {
      return memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i);
    }

    @Override
    public void setRaw(long i, long bits) {
      memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i, (short) bits);
    }
  }

  /// IEEE half precision.
  record F16(MemorySegment memory) implements Elements {
    @Override
    public float get(long i) {
      return Float.float16ToFloat((short) raw(i));
    }

    @Override
    public void set(long i, float value) {
      setRaw(i, Float.floatToFloat16(value));
    }

    @Override
    public long raw(long i) {
      return memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i);
    }

    @Override
    public void setRaw(long i, long bits) {
      memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i, (short) bits);
    }
  }

  /// 64-bit integers.
  record I64(MemorySegment memory) implements Elements {
    @Override
    public float get(long i) {
      return raw(i);
    }

    @Override
    public void set(long i, float value) {
      setRaw(i, (long) value);
    }

    @Override
    public long raw(long i) {
      return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 8 * i);
    }

    @Override
    public void setRaw(long i, long bits) {
      memory.set(ValueLayout.JAVA_LONG_UNALIGNED, 8 * i, bits);
    }
  }
}
