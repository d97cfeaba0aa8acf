package wenmai.corpus.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wenmai.corpus.Cleaner;
import wenmai.message.Message;

/// UTF-8 that somebody read as Latin-1 or Windows-1252 and saved so: `cafÃ©` was café, `â€™` was ’, `ä½ å¥½` was 你好.
///
/// Characters that stand for bytes above 0x7F are gathered where they form UTF-8 sequences, and read again as such. Good
/// text may hold such a sequence by chance (`„Ä“`, `là »`), but hardly one that is *certain*: with a byte that no one
/// writes behind a letter, and more than one sequence where the letters are not Western. A text without a certain
/// one is left alone. What was damaged twice is repaired twice. Run it before odd spaces are replaced: U+00A0 is a byte.
public final class Mojibake {
  public static final Cleaner REPAIR =
      new Cleaner(new Message("UTF-8 read as Latin-1 (mojibake)", "乱码（被误读为 Latin-1 的 UTF-8）"), Mojibake::repaired);

  private static final int ROUNDS = 3;
  private static final String BEHIND_A_LETTER = "\u00A0‘’“”‚„…–—»›";
  private static final byte NO_BYTE = 0;
  private static final byte[] BYTES = bytes();       // the byte that a character stands for
  private static final Pattern SEQUENCES = sequences();

  private Mojibake() {}

  static String repaired(String text) {
    String now = text;
    for (int round = 0; round < ROUNDS && mayHold(now) && SEQUENCES.matcher(now).results().anyMatch(Mojibake::isCertain); round++) {
      now = SEQUENCES.matcher(now).replaceAll(
          run -> Matcher.quoteReplacement(decoded(run.group()).orElse(run.group())));
    }
    return now;
  }

  /// Whether a lead byte stands before a continuation, which is seldom so.
  private static boolean mayHold(String text) {
    for (int i = 1; i < text.length(); i++) {
      int more = byteOf(text.charAt(i));
      if (more >= 0x80 && more <= 0xBF && byteOf(text.charAt(i - 1)) >= 0xC2) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCertain(MatchResult run) {
    String text = run.group();
    boolean western = byteOf(text.charAt(0)) <= 0xC5 || byteOf(text.charAt(0)) >= 0xE0;
    boolean behind = text.chars().skip(1).allMatch(c -> BEHIND_A_LETTER.indexOf(c) >= 0);
    return !behind && (western || text.length() > 2) && decoded(text).isPresent();
  }

  /// The bytes that the characters stand for, as UTF-8; nothing where they are none (too long a form, a surrogate).
  private static Optional<String> decoded(String run) {
    var bytes = new byte[run.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) byteOf(run.charAt(i));
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static int byteOf(int c) {
    return c < BYTES.length ? BYTES[c] & 0xFF : NO_BYTE;
  }

  /// Both readings: Latin-1, where bytes are characters, and Windows-1252, which has others from 0x80 to 0x9F.
  private static byte[] bytes() {
    var bytes = new byte['\u2122' + 1];
    for (int b = 0x80; b <= 0xFF; b++) {
      bytes[b] = (byte) b;
      char windows = new String(new byte[] {(byte) b}, Charset.forName("windows-1252")).charAt(0);
      if (windows < bytes.length) {
        bytes[windows] = (byte) b;
      }
    }
    return bytes;
  }

  /// One or more of: a lead byte and as many continuations (0x80 to 0xBF) as it announces (RFC 3629 §3).
  private static Pattern sequences() {
    String more = "[" + characters(0x80, 0xBF) + "]";
    return Pattern.compile("(?:[" + characters(0xC2, 0xDF) + "]" + more + "|[" + characters(0xE0, 0xEF) + "]" + more + "{2}|["
        + characters(0xF0, 0xF4) + "]" + more + "{3})+");
  }

  private static String characters(int first, int last) {
    var characters = new StringBuilder();
    for (int c = 0; c < BYTES.length; c++) {
      if (byteOf(c) >= first && byteOf(c) <= last) {
        characters.append("\\x{").append(Integer.toHexString(c)).append('}');
      }
    }
    return characters.toString();
  }
}
