package wenmai.tokenize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Tokens in an array of bytes, `width` (2 or 3) bytes each. The three highest numbers are no tokens.
record TokenBytes(int width, int mask) {
  /// Bytes that must stand behind the last token, for tokens are read by fours.
  static final int SLACK = Integer.BYTES;
  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MARKS = 3;

  /// As narrow as the ids of a vocabulary are.
  static TokenBytes of(int vocabulary) {
    int width = vocabulary <= (1 << Short.SIZE) - MARKS ? Short.BYTES : Short.BYTES + 1;
    return new TokenBytes(width, (1 << width * Byte.SIZE) - 1);
  }

  /// Marks the start of a word that occurs once.
  int once() {
    return mask;
  }

  /// Marks the start of a word that occurs more often; its count follows.
  int often() {
    return mask - 1;
  }

  /// Stands within a word where nothing is merged.
  int gap() {
    return mask - 2;
  }

  boolean isMark(int token) {
    return token >= gap();
  }

  int get(byte[] bytes, int at) {
    return (int) INT.get(bytes, at) & mask;
  }

  /// Returns where the next token goes.
  int put(byte[] bytes, int at, int token) {
    int end = at + width;
    for (; at < end; at++, token >>>= Byte.SIZE) {
      bytes[at] = (byte) token;
    }
    return end;
  }

  /// A token in the bytes of a table's words.
  int get(Words table, int at) {
    int token = 0;
    for (int i = width - 1; i >= 0; i--) {
      token = token << Byte.SIZE | table.at(at + i);
    }
    return token;
  }
}
