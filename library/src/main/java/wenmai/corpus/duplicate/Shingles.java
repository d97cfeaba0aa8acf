package wenmai.corpus.duplicate;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;
import wenmai.corpus.text.LowerCase;

/// A text as the set of its groups of `n` neighbouring words (Broder 1997 §2), each as a 64-bit hash. Case and
/// punctuation do not count; a Chinese character or kana is a word of its own.
record Shingles(int n) {
  private static final Hasher64 HASHER = Hashing.komihash5_0();
  private static final long FACTOR = 0x9E3779B97F4A7C15L;       // odd, so that no word's bits are lost
  private static final byte BETWEEN = 0;
  private static final byte WITHIN = 1;
  private static final byte ALONE = 2;
  private static final byte[] KINDS = new byte[1 << 16];

  static {
    for (int c = 0; c < KINDS.length; c++) {
      KINDS[c] = kindOf(c);
    }
  }

  /// At least one where there is a word; a shorter text is one group.
  long[] of(String text) {
    long[] words = words(LowerCase.of(text));
    return words.length == 0 ? words : groups(words);
  }

  private long[] groups(long[] words) {
    var groups = new long[Math.max(1, words.length - n + 1)];
    for (int i = 0; i < groups.length; i++) {
      long sum = 0;
      for (int j = i; j < Math.min(words.length, i + n); j++) {
        sum = sum * FACTOR + words[j];
      }
      groups[i] = sum;
    }
    return groups;
  }

  /// Groups of `n` words alone: none of a shorter text.
  long[] whole(String text) {
    long[] words = words(LowerCase.of(text));
    return words.length < n ? new long[0] : groups(words);
  }

  /// The hash of each word.
  private static long[] words(String text) {
    var words = new long[text.length() / 4 + 1];
    int size = 0;
    for (int at = 0; at < text.length();) {
      int end = next(text, at);
      byte kind = kind(text, at);
      while (kind == WITHIN && end < text.length() && kind(text, end) == WITHIN) {
        end = next(text, end);
      }
      if (kind != BETWEEN) {
        words = size == words.length ? Arrays.copyOf(words, 2 * size) : words;
        words[size++] = HASHER.hashCharsToLong(text.substring(at, end));
      }
      at = end;
    }
    return Arrays.copyOf(words, size);
  }

  private static int next(String text, int at) {
    return at + Character.charCount(text.codePointAt(at));
  }

  private static byte kind(String text, int at) {
    int letter = text.codePointAt(at);
    return letter < KINDS.length ? KINDS[letter] : kindOf(letter);
  }

  private static byte kindOf(int letter) {
    var script = Character.UnicodeScript.of(letter);
    boolean alone = script == Character.UnicodeScript.HAN || script == Character.UnicodeScript.HIRAGANA || script == Character.UnicodeScript.KATAKANA;
    return alone ? ALONE : switch (Character.getType(letter)) {
      case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER, Character.MODIFIER_LETTER, Character.OTHER_LETTER,
          Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> WITHIN;
      default -> BETWEEN;
    };
  }
}
