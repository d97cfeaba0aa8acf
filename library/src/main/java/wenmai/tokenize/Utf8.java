package wenmai.tokenize;

import java.nio.charset.StandardCharsets;

/// Text and its bytes.
final class Utf8 {
  private Utf8() {}

  /// Writes `text[from, to)`, which holds no lone surrogates, into `out`, which has room for 3 bytes a `char`;
  /// returns the number of bytes.
  static int write(String text, int from, int to, byte[] out) {
    int n = 0;
    for (int i = from; i < to; i++) {
      int c = text.charAt(i);
      if (c < 0x80) {
        out[n++] = (byte) c;
      } else if (c < 0x800) {
        out[n++] = (byte) (0xC0 | c >> 6);
        out[n++] = (byte) (0x80 | c & 0x3F);
      } else if (!Character.isHighSurrogate((char) c)) {
        out[n++] = (byte) (0xE0 | c >> 12);
        out[n++] = (byte) (0x80 | c >> 6 & 0x3F);
        out[n++] = (byte) (0x80 | c & 0x3F);
      } else {
        c = Character.toCodePoint((char) c, text.charAt(++i));
        out[n++] = (byte) (0xF0 | c >> 18);
        out[n++] = (byte) (0x80 | c >> 12 & 0x3F);
        out[n++] = (byte) (0x80 | c >> 6 & 0x3F);
        out[n++] = (byte) (0x80 | c & 0x3F);
      }
    }
    return n;
  }

  /// The text with U+FFFD for every lone surrogate: what UTF-16's encoder writes for them.
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
      }
    }
    return text;
  }
}
