package wenmai.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/// How much a reading of bytes looks like Chinese or English text: the sum over its characters, where ASCII says
/// little (all encodings but UTF-16 read it alike). Of the characters of right Chinese text three in four are among the
/// thousand commonest; read in a wrong encoding the same bytes give about any of 20,000.
///
/// The weights were chosen on windows of 200 bytes, of which many hold one or two Chinese characters in English text or
/// JSON; there the neighbours decide: letters stand beside letters, a Han character seldom does.
final class Plausibility {
  private static final String PUNCTUATION = "，。、；：？！“”‘’《》「」『』（）…—–·•‧\u3000";
  private static final String WESTERN_PUNCTUATION = "’‘“”„–—…«»•·\u00A0\u00AD";
  private static final String BEFORE_WORDS = "©€£§¿¡¼½¾±÷×";
  private static final String AFTER_WORDS = "°®™€ºª²³†";
  private static final String LAYOUT = "\n\r\t\f\b\u001B";
  private static final BitSet COMMON = common();
  private static final BitSet KNOWN = known();

  private Plausibility() {}

  static double of(CharBuffer text, Encoding encoding) {
    double asciiWeight = encoding.isUtf16() ? 0.25 : 0;
    double sum = 0;
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char after = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      boolean ascii = c >= ' ' && c < 0x7F;
      sum += ascii ? asciiWeight : encoding == Encoding.WINDOWS_1252 ? western(text, i)
          : weight(c, before, after, encoding == Encoding.UTF_8);
      before = c;
    }
    return sum;
  }

  /// UTF-8's own structure is evidence too: few characters of three bytes come about by chance.
  private static double weight(char c, char before, char after, boolean utf8) {
    boolean amongLetters = isLetter(before) || isLetter(after);
    boolean alone = before < 0x80 && after < 0x80;
    if (c == '\uFFFD') {
      return -4;
    } else if (utf8 && c >= 0x80 && c < 0xA0) {      // what Windows wrote, read as Latin-1 once: two bytes that fit, all the same
      return 0.3;
    } else if (c < 0xA0) {
      return LAYOUT.indexOf(c) >= 0 ? 0 : -3;
    } else if (Character.getType(c) == Character.PRIVATE_USE) {
      return -2;
    } else if (isLetter(c)) {
      return amongLetters ? 0.75 : utf8 ? 0.15 : -0.5;
    } else if (c < 0xC0 || c == '×' || c == '÷') {      // £ © ° ½
      return utf8 ? 1 : 0.25;
    } else if (isHan(c) && amongLetters && alone) {
      return utf8 ? 0.5 : -0.5;
    } else if (COMMON.get(c) || utf8 && c >= 0x800) {
      return 1;
    } else if (KNOWN.get(c)) {
      return alone ? 0.1 : 0.25;
    }
    return -0.5;
  }

  /// Of a text of one byte a character, at a place. In Western text a letter with an accent stands among ASCII ones or beside one
  /// more of its case (ção, Größe); in Chinese and Cyrillic text bytes above 0x7F stand in rows, and signs get between letters.
  private static double western(CharBuffer text, int at) {
    char c = text.get(at);
    char before = at > 0 ? text.get(at - 1) : ' ';
    char after = at + 1 < text.length() ? text.get(at + 1) : ' ';
    boolean alone = before < 0x80 && after < 0x80;
    if (c == '\uFFFD') {
      return -4;
    } else if (c < 0xA0) {
      return LAYOUT.indexOf(c) >= 0 ? 0 : -3;
    } else if (WESTERN_PUNCTUATION.indexOf(c) >= 0) {
      return alone ? 0.5 : 0;
    } else if (isSign(c, before, after)) {
      return alone ? 0.1 : -0.75;
    } else if (!isAccented(c)) {
      return isLetter(before) && isLetter(after) ? -1.5 : -0.75;
    } else if (Character.isUpperCase(c) && Character.isLowerCase(before)) {
      return -0.75;
    } else if (alone) {
      return isLetter(before) || isLetter(after) ? 0.8 : 0;
    }
    boolean pair = before < 0x80 ? isPair(c, after) && (at + 2 >= text.length() || text.get(at + 2) < 0x80)
        : after < 0x80 && isPair(before, c) && (at < 2 || text.get(at - 2) < 0x80);
    return !pair ? -0.75 : Character.isUpperCase(c) ? 0 : 0.4;
  }

  private static boolean isSign(char c, char before, char after) {
    boolean behind = Character.isLetterOrDigit(before) || before == ' ';
    return BEFORE_WORDS.indexOf(c) >= 0 && !Character.isLetterOrDigit(before)
        || AFTER_WORDS.indexOf(c) >= 0 && behind && (c == '°' || !isLetter(after));
  }

  private static boolean isPair(char one, char other) {
    return isAccented(one) && isAccented(other) && Character.isUpperCase(one) == Character.isUpperCase(other);
  }

  /// À to ÿ, Œ, Š, Ž.
  private static boolean isAccented(char c) {
    return c >= 0xC0 && c < 0x180 && Character.isLetter(c);
  }

  private static boolean isHan(char c) {
    return c >= 0x4E00 && c <= 0x9FFF;
  }

  /// A letter of an alphabet: Latin, Greek, Cyrillic, Hebrew, Arabic.
  private static boolean isLetter(char c) {
    return c < 0x800 && Character.isLetter(c);
  }

  private static BitSet common() {
    var set = setOf(PUNCTUATION);
    table().lines().filter(line -> !line.startsWith("#")).forEach(line -> set.or(setOf(line)));
    return set;
  }

  private static String table() {
    try (InputStream in = Plausibility.class.getResourceAsStream("common-han.txt")) {
      if (in == null) {
        throw new IllegalStateException("common-han.txt is not beside " + Plausibility.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The characters that the makers of the two standards held to be in common use: the first level of GB 2312 (3,755)
  /// and of Big5 (5,401).
  private static BitSet known() {
    var set = level("GB2312", 0xB0, 0xD7, 0xA1);
    set.or(level("Big5", 0xA4, 0xC6, 0x40));
    return set;
  }

  private static BitSet level(String charset, int firstLead, int lastLead, int firstTrail) {
    var set = new BitSet();
    for (int lead = firstLead; lead <= lastLead; lead++) {
      for (int trail = firstTrail; trail <= 0xFE; trail++) {
        var text = new String(new byte[] {(byte) lead, (byte) trail}, Charset.forName(charset));
        text.chars().filter(c -> isHan((char) c)).forEach(set::set);
      }
    }
    return set;
  }

  private static BitSet setOf(String characters) {
    var set = new BitSet();
    characters.chars().forEach(set::set);
    return set;
  }
}
