package wenmai.corpus;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// What the bytes of a file are text by: one of the encodings that Chinese and English text comes in, another one that a
/// file declares, or the name of a format that spells its text out itself.
///
/// Big5 is read by its superset, Windows' code page 950 with the Hong Kong characters, because files that call
/// themselves Big5 hold 裏, 恒 and 堃, which the bare standard lacks.
public final class Encoding {
  public static final Encoding UTF_8 = new Encoding("UTF-8", StandardCharsets.UTF_8, 1);
  public static final Encoding GB18030 = new Encoding("GB18030", Charset.forName("GB18030"), 4);
  public static final Encoding BIG5 = new Encoding("Big5", Charset.forName("x-MS950-HKSCS"), 2);
  public static final Encoding UTF_16LE = new Encoding("UTF-16LE", StandardCharsets.UTF_16LE, 1);
  public static final Encoding UTF_16BE = new Encoding("UTF-16BE", StandardCharsets.UTF_16BE, 1);

  private final String label;
  private final Charset charset;
  private final int phases;

  private Encoding(String label, Charset charset, int phases) {
    this.label = label;
    this.charset = charset;
    this.phases = phases;
  }

  /// Those that are told apart by looking at bytes.
  public static Encoding[] values() {
    return new Encoding[] {UTF_8, GB18030, BIG5, UTF_16LE, UTF_16BE};
  }

  /// The encoding that a file says it is in.
  static Encoding declared(Charset charset) {
    for (Encoding known : values()) {
      if (known.charset.equals(charset)) {
        return known;
      }
    }
    return new Encoding(charset.name(), charset, 1);
  }

  /// Text that comes out of a format of its own, such as PDF: the format's name stands where others name an encoding.
  static Encoding within(String format) {
    return new Encoding(format, StandardCharsets.UTF_8, 1);
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
