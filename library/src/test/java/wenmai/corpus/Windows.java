package wenmai.corpus;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Windows of at least 200 bytes of a text in an encoding, and how many of them are detected as what they are.
///
/// A window is cut between characters, or anywhere: then it begins up to 7 bytes into the text it is cut from and may
/// end in a character too. UTF-16 is cut at an even byte: at an odd one, ASCII text *is* text of the other byte order.
/// A window whose whole characters are ASCII has no wrong answer among the encodings that contain ASCII.
final class Windows {
  private static final int BYTES = 200;
  private static final int TRIES = 3;
  private final String text;
  private final Encoding encoding;
  private final Charset charset;
  private final boolean anywhere;
  private final Random random = new Random(7);
  private int right;
  private int seen;
  private final List<String> wrong = new ArrayList<>();

  Windows(String text, Encoding encoding, boolean anywhere) {
    this.text = text;
    this.encoding = encoding;
    this.charset = encoding == Encoding.BIG5 ? Charset.forName("Big5") : encoding.charset();
    this.anywhere = anywhere;
  }

  /// Detects up to `wanted` windows; those that the encoding cannot represent are passed over.
  Windows check(int wanted) {
    for (int tries = 0; tries < wanted * TRIES && seen < wanted; tries++) {
      int start = random.nextInt(text.length() - 4 * BYTES);
      start += Character.isLowSurrogate(text.charAt(start)) ? 1 : 0;
      String part = text.substring(start, start + 3 * BYTES / 2);
      if (charset.newEncoder().canEncode(part.substring(0, BYTES + 10))) {
        check(part);
      }
    }
    return this;
  }

  private void check(String part) {
    int from = anywhere ? (1 + random.nextInt(7)) & (encoding.isUtf16() ? ~1 : ~0) : 0;
    byte[] window = anywhere ? Arrays.copyOfRange(encoded(part), from, from + BYTES) : wholeCharacters(part);
    var found = Detection.of(window);
    boolean ascii = !encoding.isUtf16() && isAscii(window, anywhere ? firstCharacter(part, from) - from : 0);
    boolean ok = found.isPresent() && (ascii ? !found.get().encoding().isUtf16() : found.get().encoding() == encoding);
    seen++;
    right += ok ? 1 : 0;
    if (!ok && wrong.size() < 3) {
      wrong.add(found + ": " + new String(window, charset));
    }
  }

  private byte[] wholeCharacters(String part) {
    int length = BYTES / 3;
    byte[] window;
    do {
      length += Character.isHighSurrogate(part.charAt(length)) ? 2 : 1;
      window = encoded(part.substring(0, length));
    } while (window.length < BYTES);
    return window;
  }

  private byte[] encoded(String part) {
    try {
      CharsetEncoder encoder = charset.newEncoder().onUnmappableCharacter(CodingErrorAction.REPLACE)
          .onMalformedInput(CodingErrorAction.REPLACE);
      ByteBuffer bytes = encoder.encode(CharBuffer.wrap(part));
      return Arrays.copyOf(bytes.array(), bytes.limit());
    } catch (CharacterCodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The first place at or after byte `from` where a character of `part` begins.
  private int firstCharacter(String part, int from) {
    int place = 0;
    for (int i = 0; place < from; i = part.offsetByCodePoints(i, 1)) {
      place += encoded(part.substring(i, part.offsetByCodePoints(i, 1))).length;
    }
    return place;
  }

  private boolean isAscii(byte[] window, int from) {
    var whole = ByteBuffer.wrap(window, from, window.length - from);
    var text = CharBuffer.allocate(window.length);
    charset.newDecoder().decode(whole, text, false);
    return text.flip().chars().allMatch(c -> c < 0x80);
  }

  int seen() {
    return seen;
  }

  double percentRight() {
    return 100.0 * right / seen;
  }

  List<String> wrong() {
    return wrong;
  }
}
