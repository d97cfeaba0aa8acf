package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/// A printable character for every byte, in which byte-level vocabularies are written: the visible ones of Latin-1
/// stand for themselves, the others are numbered from U+0100 on (Radford 2019's `bytes_to_unicode`).
final class Alphabet {
  private static final char[] LETTERS = new char[256];
  private static final int[] BYTES = new int[0x180];
  private static final int[] SORTED;
  private static final int[] RANKS = new int[256];

  static {
    Arrays.fill(BYTES, -1);
    char next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean visible = b > ' ' && b < 0x7F || b > 0xA0 && b != 0xAD;
      LETTERS[b] = visible ? (char) b : next++;
      BYTES[LETTERS[b]] = b;
    }
    SORTED = IntStream.range(0, BYTES.length).filter(c -> BYTES[c] >= 0).map(c -> BYTES[c]).toArray();
    for (int i = 0; i < 256; i++) {
      RANKS[SORTED[i]] = i;
    }
  }

  private Alphabet() {}

  static String letter(int b) {
    return String.valueOf(LETTERS[b]);
  }

  /// The letters of the first `n` bytes.
  static String letters(byte[] bytes, int n) {
    char[] letters = new char[n];
    for (int i = 0; i < n; i++) {
      letters[i] = LETTERS[bytes[i] & 0xFF];
    }
    return new String(letters);
  }

  /// The byte that comes `i`-th when the letters are sorted.
  static int sorted(int i) {
    return SORTED[i];
  }

  /// The inverse of [#sorted].
  static int rank(int b) {
    return RANKS[b];
  }

  /// The bytes that a token is written for; a token with other characters, which no merge makes, stands for itself.
  static byte[] bytes(String token) {
    if (!token.chars().allMatch(c -> c < BYTES.length && BYTES[c] >= 0)) {
      return token.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[token.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) BYTES[token.charAt(i)];
    }
    return bytes;
  }
}
