package wenmai.corpus;

import java.nio.charset.Charset;
import wenmai.message.Failure;

/// What the bytes of a file are text by: one of the encodings that Chinese and Western text comes in, another one that a
/// file declares, or the name of a format that spells its text out itself.
///
/// Big5 is read by its superset, Windows' code page 950 with the Hong Kong characters, because files that call
/// themselves Big5 hold 裏, 恒 and 堃, which the bare standard lacks.
public final class Encoding {
  public static final Encoding UTF_8 = new Encoding("UTF-8", "UTF-8", 1);
  public static final Encoding GB18030 = new Encoding("GB18030", "GB18030", 4);
  public static final Encoding BIG5 = new Encoding("Big5", "x-MS950-HKSCS", 2);
  /// Western European text, which calls itself Latin-1 (ISO 8859-1) as well.
  public static final Encoding WINDOWS_1252 = new Encoding("windows-1252", "windows-1252", 1);
  public static final Encoding UTF_16LE = new Encoding("UTF-16LE", "UTF-16LE", 1);
  public static final Encoding UTF_16BE = new Encoding("UTF-16BE", "UTF-16BE", 1);

  private final String label;
  private final String charset;
  private final int phases;

  private Encoding(String label, String charset, int phases) {
    this.label = label;
    this.charset = charset;
    this.phases = phases;
  }

  /// Those that are told apart by looking at bytes.
  public static Encoding[] values() {
    return new Encoding[] {UTF_8, GB18030, BIG5, WINDOWS_1252, UTF_16LE, UTF_16BE};
  }

  /// The encoding that a file says it is in.
  static Encoding declared(Charset charset) {
    for (Encoding known : values()) {
      if (known.charset.equals(charset.name())) {
        return known;
      }
    }
    return new Encoding(charset.name(), charset.name(), 1);
  }

  /// Text that comes out of a format of its own, such as PDF: the format's name stands where others name an encoding.
  static Encoding within(String format) {
    return new Encoding(format, "UTF-8", 1);
  }

  /// @throws Failure where this Java lacks it
  public Charset charset() {
    return charset(charset);
  }

  /// One of Java's charsets, of which a runtime image may have a part only.
  ///
  /// @throws Failure where this Java lacks it
  static Charset charset(String name) {
    if (!Charset.isSupported(name)) {
      throw new Failure("this Java cannot read the encoding %s, for it lacks the module jdk.charsets: take a whole JDK, or add the module to the runtime image "
          + "(jlink --add-modules jdk.charsets)",
          "这个 Java 不能读取编码 %s，因为缺少模块 jdk.charsets：请使用完整的 JDK，或在运行时映像中加入该模块（jlink --add-modules jdk.charsets）", name);
    }
    return Charset.forName(name);
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
