package wenmai.corpus;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// The encodings that Chinese and English text comes in. Big5 is read by its superset, Windows' code page 950 with the
/// Hong Kong characters, because files that call themselves Big5 hold 裏, 恒 and 堃, which the bare standard lacks.
public enum Encoding {
  UTF_8("UTF-8", StandardCharsets.UTF_8, 1),
  GB18030("GB18030", Charset.forName("GB18030"), 4),
  BIG5("Big5", Charset.forName("x-MS950-HKSCS"), 2),
  UTF_16LE("UTF-16LE", StandardCharsets.UTF_16LE, 1),
  UTF_16BE("UTF-16BE", StandardCharsets.UTF_16BE, 1);

  private final String label;
  private final Charset charset;
  private final int phases;

  Encoding(String label, Charset charset, int phases) {
    this.label = label;
    this.charset = charset;
    this.phases = phases;
  }

  public Charset charset() {
    return charset;
  }

  /// In how many ways bytes that begin in the middle of a character can be read: UTF-8 shows where its characters
  /// begin, and UTF-16 is taken to begin at a code unit (cut at an odd byte it *is* text of the other byte order).
  int phases() {
    return phases;
  }

  boolean isUtf16() {
    return this == UTF_16LE || this == UTF_16BE;
  }

  @Override
  public String toString() {
    return label;
  }
}
