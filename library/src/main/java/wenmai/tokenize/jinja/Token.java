package wenmai.tokenize.jinja;

/// A part of a template's source: text, or a word of the language.
record Token(Kind kind, String text, int line) {
  enum Kind {
    TEXT, BLOCK, BLOCK_END, OUTPUT, OUTPUT_END, NAME, STRING, WHOLE, REAL, OPERATOR, END
  }

  boolean is(Kind other, String word) {
    return kind == other && text.equals(word);
  }
}
