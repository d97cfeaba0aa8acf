package wenmai.tokenize;

/// Where a text can be cut without changing its tokens: between two characters that stand side by side in no token. Every merge of
/// a piece makes a token, so none reaches across.
final class Seams {
  /// In place of a character of which a token holds only the last bytes, or the first: above all characters.
  private static final int PART = Character.MAX_CODE_POINT + 1;
  private final Pairs neighbours;
  private boolean anyBegins;    // some token begins in the middle of a character before another one
  private boolean anyEnds;

  Seams(Vocabulary vocabulary) {
    neighbours = new Pairs(vocabulary.size());
    for (int id = 0; id < vocabulary.size(); id++) {
      add(vocabulary.bytes(id));
    }
  }

  private void add(byte[] token) {
    for (int at = 1; at < token.length; at++) {
      if (begins(token[at])) {
        int left = before(token, at);
        int right = behind(token, at);
        anyBegins |= left >= PART;
        anyEnds |= right >= PART;
        var unused = neighbours.add(Pairs.key(left, right));
      }
    }
  }

  /// The character that ends before `at`, or what a token holds of it.
  private static int before(byte[] token, int at) {
    int from = at - 1;
    while (from > 0 && !begins(token[from])) {
      from--;
    }
    return begins(token[from]) && length(token[from]) == at - from ? character(token, from) : PART + (token[at - 1] & 0xFF);
  }

  private static int behind(byte[] token, int at) {
    int to = at + length(token[at]);
    for (int i = at + 1; i < Math.min(to, token.length); i++) {
      if (begins(token[i])) {
        return PART + (token[at] & 0xFF);
      }
    }
    return to <= token.length ? character(token, at) : PART + (token[at] & 0xFF);
  }

  /// Not in the middle of a character (RFC 3629 §3).
  private static boolean begins(byte b) {
    return (b & 0xC0) != 0x80;
  }

  /// Bytes of the character that begins so.
  private static int length(byte first) {
    int b = first & 0xFF;
    return b < 0xC0 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
  }

  private static int character(byte[] utf8, int at) {
    int length = length(utf8[at]);
    int c = length == 1 ? utf8[at] & 0xFF : utf8[at] & 0xFF >> length + 1;
    for (int i = 1; i < length; i++) {
      c = c << 6 | utf8[at + i] & 0x3F;
    }
    return c;
  }

  /// The first seam of `text[from, to)`, which is well-formed, or `to`.
  int next(String text, int from, int to) {
    int left = text.codePointAt(from);
    for (int at = from + Character.charCount(left); at < to;) {
      int right = text.codePointAt(at);
      if (!isJoined(left, right)) {
        return at;
      }
      left = right;
      at += Character.charCount(right);
    }
    return to;
  }

  private boolean isJoined(int left, int right) {
    return joins(left, right) || anyEnds && joins(left, first(right))
        || anyBegins && (joins(last(left), right) || anyEnds && joins(last(left), first(right)));
  }

  private boolean joins(int left, int right) {
    return neighbours.find(Pairs.key(left, right)) >= 0;
  }

  /// The last byte of a character.
  private static int last(int c) {
    return PART + (c < 0x80 ? c : 0x80 | c & 0x3F);
  }

  /// The first one.
  private static int first(int c) {
    return PART + (c < 0x80 ? c : c < 0x800 ? 0xC0 | c >> 6 : c < 0x10000 ? 0xE0 | c >> 12 : 0xF0 | c >> 18);
  }
}
