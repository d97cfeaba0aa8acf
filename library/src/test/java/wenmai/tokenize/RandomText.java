package wenmai.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Texts that no person writes: all planes, assigned or not, every kind of white space, scripts and controls side by side,
/// marks on anything, digits of all scripts, emoji, long runs, and spaces at the ends.
final class RandomText {
  private static final int[] SPACES = {' ', ' ', ' ', '\n', '\n', '\r', '\t', 0x0B, 0x0C, 0x1C, 0x1F, 0x85, 0xA0,
      0x1680, 0x180E, 0x2000, 0x200A, 0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF};
  private static final String MARKS = "'’.,!?-_#\"()。，！？《》、…—";
  private static final List<String> WORDS = List.of("'s", "'S", "'LL", "'ll", "'\u017F", "'re", "don't", "the", "中文",
      "文脉", "２０２５", "123", "4567", "½", "Ⅷ", "e\u0301", "한글", "ไทย", "العربية", "👩‍👩‍👧", "🇨🇳", "▁", "<s>", "<unk>",
      "<0x41>", "<|endoftext|>");
  private static final List<String> CONTRACTIONS = List.of("s", "t", "re", "ve", "m", "ll", "d", "S", "T", "Re", "vE", "M", "LL",
      "D", "\u017F", "st", "x", "L");
  private static final String FOLDED = "İıẞßﬁﬆŉΣςKÅǅŒ\u0345ᾳᾼ";
  private static final int[] FACES = {0x1F600, 0x1F469, 0x1F468, 0x1F3F4, 0x2764, 0x1F44B, 0x261D, 0x1F9D1, 0x1F680, 0x1F308};
  private static final int[] COMBINING = of(c -> switch (Character.getType(c)) {
    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
    default -> false;
  });
  private static final int[] DIGITS = of(c -> Kind.of(c) == Kind.NUMBER);
  private static final int[] LETTERS = of(c -> Kind.of(c) == Kind.LETTER && (c < 0x3400 || c > 0x9FFF) && (c < 0xAC00 || c > 0xD7A3)
      && c < 0x17000);
  private final Random random;

  RandomText(long seed) {
    random = new Random(seed);
  }

  List<String> lines(int n) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < n; i++) {
      lines.add(line());
    }
    return lines;
  }

  String line() {
    var line = new StringBuilder();
    for (int parts = random.nextInt(20); parts > 0; parts--) {
      part(line);
    }
    return line.toString();
  }

  private void part(StringBuilder line) {
    switch (random.nextInt(14)) {
      case 0, 1 -> line.append(WORDS.get(random.nextInt(WORDS.size())));
      case 2 -> repeat(line, one(SPACES), 1 + random.nextInt(3));
      case 3 -> repeat(line, MARKS.charAt(random.nextInt(MARKS.length())), 1 + random.nextInt(2));
      case 4 -> repeat(line, random.nextInt(0x250), 1);
      case 5 -> repeat(line, 0x4E00 + random.nextInt(0x5200), 1);
      case 6 -> some(line, COMBINING, 1 + random.nextInt(3));
      case 7 -> some(line, DIGITS, 1 + random.nextInt(2));
      case 8 -> word(line);
      case 9 -> emoji(line);
      case 10 -> line.append(random.nextInt(4) > 0 ? '\'' : '’').append(CONTRACTIONS.get(random.nextInt(CONTRACTIONS.size())));
      case 11 -> jamo(line);
      case 12 -> repeat(line, random.nextBoolean() ? FOLDED.charAt(random.nextInt(FOLDED.length())) : anywhere(),
          random.nextInt(8) > 0 ? 1 : 2 + random.nextInt(120));
      default -> repeat(line, anywhere(), 1);
    }
  }

  /// Neighbours in Unicode's order, most of one script, some with a mark or a digit.
  private void word(StringBuilder line) {
    int first = random.nextInt(LETTERS.length);
    for (int letters = 1 + random.nextInt(8); letters > 0; letters--) {
      line.appendCodePoint(LETTERS[Math.min(LETTERS.length - 1, first + random.nextInt(24))]);
      if (random.nextInt(6) == 0) {
        some(line, random.nextInt(3) > 0 ? COMBINING : DIGITS, 1);
      }
    }
  }

  /// Faces with skin, joined or as a text; keys, flags.
  private void emoji(StringBuilder line) {
    line.appendCodePoint(one(FACES));
    for (int more = random.nextInt(4); more > 0; more--) {
      switch (random.nextInt(5)) {
        case 0 -> line.append('\u200D').appendCodePoint(one(FACES));
        case 1 -> line.appendCodePoint(0x1F3FB + random.nextInt(5));
        case 2 -> line.append((char) (0xFE0E + random.nextInt(2)));
        case 3 -> line.append((char) ('0' + random.nextInt(10))).append("\uFE0F\u20E3");
        default -> line.appendCodePoint(0x1F1E6 + random.nextInt(26));
      }
    }
  }

  /// Parts of Korean syllables, in order or not.
  private void jamo(StringBuilder line) {
    for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
      switch (random.nextInt(4)) {
        case 0 -> line.append((char) (0x1100 + random.nextInt(19)));
        case 1 -> line.append((char) (0x1161 + random.nextInt(21)));
        case 2 -> line.append((char) (0x11A7 + random.nextInt(28)));
        default -> line.append((char) (0xAC00 + random.nextInt(0x2BA4)));
      }
    }
  }

  private int anywhere() {
    int c = random.nextInt(random.nextBoolean() ? 0x10000 : Character.MAX_CODE_POINT + 1);
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\'' : c;
  }

  private int one(int[] of) {
    return of[random.nextInt(of.length)];
  }

  private void some(StringBuilder line, int[] of, int times) {
    for (int i = 0; i < times; i++) {
      line.appendCodePoint(one(of));
    }
  }

  private static void repeat(StringBuilder line, int codePoint, int times) {
    line.append(Character.toString(codePoint).repeat(times));
  }

  private static int[] of(IntPredicate kind) {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(kind).toArray();
  }
}
