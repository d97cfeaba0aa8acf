package wenmai.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Texts that no person writes: all planes, every kind of white space, scripts and controls side by side.
final class RandomText {
  private static final int[] SPACES = {' ', ' ', ' ', '\n', '\n', '\r', '\t', 0x0B, 0x0C, 0x1C, 0x1F, 0x85, 0xA0,
      0x1680, 0x180E, 0x2000, 0x200A, 0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF};
  private static final String MARKS = "'’.,!?-_#\"()。，！？《》、…—";
  private static final List<String> WORDS = List.of("'s", "'S", "'LL", "'ll", "'\u017F", "'re", "don't", "the", "中文",
      "文脉", "２０２５", "123", "4567", "½", "Ⅷ", "e\u0301", "한글", "ไทย", "العربية", "👩‍👩‍👧", "🇨🇳", "▁", "<s>", "<unk>",
      "<0x41>", "<|endoftext|>");
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
      switch (random.nextInt(8)) {
        case 0, 1 -> line.append(WORDS.get(random.nextInt(WORDS.size())));
        case 2 -> repeat(line, SPACES[random.nextInt(SPACES.length)], 1 + random.nextInt(3));
        case 3 -> repeat(line, MARKS.charAt(random.nextInt(MARKS.length())), 1 + random.nextInt(2));
        case 4 -> repeat(line, random.nextInt(0x250), 1);
        case 5 -> repeat(line, 0x4E00 + random.nextInt(0x5200), 1);
        default -> repeat(line, anywhere(), 1);
      }
    }
    return line.toString();
  }

  private int anywhere() {
    int c = random.nextInt(random.nextBoolean() ? 0x10000 : Character.MAX_CODE_POINT + 1);
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\'' : c;
  }

  private static void repeat(StringBuilder line, int codePoint, int times) {
    line.append(Character.toString(codePoint).repeat(times));
  }
}
