package wenmai.corpus.filter;

/// How a text is written: with spaces between its words, or mostly in Chinese characters (kana among them), without.
enum Script {
  SPACED, HAN;

  private static final int LETTERS_OF_A_WORD = 3;     // that one Chinese character stands for, roughly

  static Script of(String text) {
    long han = text.chars().filter(Script::isHan).count();
    long letters = text.chars().filter(c -> !isHan(c) && Character.isLetter(c)).count();
    return han * LETTERS_OF_A_WORD > letters ? HAN : SPACED;
  }

  /// Chinese characters of the first plane, and kana.
  static boolean isHan(int c) {
    return c >= 0x3400 && c <= 0x9FFF || c >= 0xF900 && c <= 0xFAFF || c >= 0x3041 && c <= 0x30FF;
  }
}
