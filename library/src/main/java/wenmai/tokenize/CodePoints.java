package wenmai.tokenize;

import java.util.Arrays;

/// The ids of tokens that are one character: a page of 256 for each part of Unicode that is used.
final class CodePoints {
  private static final int[] EMPTY = new int[256];
  private final int[][] pages = new int[Character.MAX_CODE_POINT + 1 >> 8][];

  static {
    Arrays.fill(EMPTY, -1);
  }

  CodePoints(Vocabulary vocabulary) {
    Arrays.fill(pages, EMPTY);
    for (int id = 0; id < vocabulary.size(); id++) {
      var token = vocabulary.token(id);
      if (!token.isEmpty() && token.codePointCount(0, token.length()) == 1) {
        put(token.codePointAt(0), id);
      }
    }
  }

  /// The character's id, or -1.
  int id(int codePoint) {
    return pages[codePoint >> 8][codePoint & 0xFF];
  }

  private void put(int codePoint, int id) {
    int page = codePoint >> 8;
    if (pages[page] == EMPTY) {
      pages[page] = EMPTY.clone();
    }
    pages[page][codePoint & 0xFF] = id;
  }
}
