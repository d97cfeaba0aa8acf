package wenmai.tokenize;

/// The four kinds of characters that pre-tokenizers tell apart: Unicode's `\p{L}`, `\p{N}`, `\s` (White_Space, which is
/// not Java's) and the rest. The first 65,536 code points are looked up.
enum Kind {
  LETTER,
  NUMBER,
  SPACE,
  OTHER;

  private static final Kind[] TABLE = new Kind[0x10000];

  static {
    for (int c = 0; c < TABLE.length; c++) {
      TABLE[c] = compute(c);
    }
  }

  /// The kind of the character that starts at `i`.
  static Kind at(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c) ? compute(text.codePointAt(i)) : TABLE[c];
  }

  static Kind of(int codePoint) {
    return codePoint < TABLE.length ? TABLE[codePoint] : compute(codePoint);
  }

  /// The end of the longest run of this kind from `i` on.
  int run(String text, int i) {
    while (i < text.length() && at(text, i) == this) {
      i += width(text, i);
    }
    return i;
  }

  /// The `char`s of the character at `i` of a text without lone surrogates.
  static int width(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i)) ? 2 : 1;
  }

  private static Kind compute(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER, Character.OTHER_LETTER -> LETTER;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> SPACE;
      default -> c >= '\t' && c <= '\r' || c == 0x85 ? SPACE : OTHER;
    };
  }
}
