package wenmai.files;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A value in the head of a GGUF file. A list stays in the mapped file until somebody asks for its items.
sealed interface GgufValue {

  /// A whole number; of an unsigned one with 64 bits, its bits.
  record Whole(long value) implements GgufValue {}

  record Real(double value) implements GgufValue {}

  record Flag(boolean value) implements GgufValue {}

  record Text(String value) implements GgufValue {}

  record Items(Type type, int count, MemorySegment bytes) implements GgufValue {}

  /// The types in the order of their codes, with the bytes that one value takes at least.
  enum Type {
    U8(1), I8(1), U16(2), I16(2), U32(4), I32(4), F32(4), BOOL(1), TEXT(8), ITEMS(12), U64(8), I64(8), F64(8);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    static Optional<Type> of(int code) {
      return code >= 0 && code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }

    int bytes() {
      return bytes;
    }

    /// Whether every value takes the same number of bytes.
    boolean fixed() {
      return this != TEXT && this != ITEMS;
    }
  }
}
