package wenmai.tokenize;

import java.util.List;

/// Takes the tokens of a text from left to right, with where each is in it: [Ids] keep the ids alone, [Places] both.
sealed interface Sink permits Ids, Places {

  /// Takes a whole text, in which special tokens are written at some places.
  default void read(Tokenizer tokenizer, String text, List<Specials.Mark> marks) {
    int from = 0;
    for (var mark : marks) {
      part(tokenizer, text, from, mark.start());
      special(mark);
      from = mark.end();
    }
    part(tokenizer, text, from, text.length());
  }

  /// Takes `text[from, to)`, which stands for itself.
  void part(Tokenizer tokenizer, String text, int from, int to);

  void special(Specials.Mark mark);

  /// Says what the places that come next count in: in `piece`, whose end is at `to`; what was put before it is at `from`.
  default void within(int from, int to, String piece) {}

  /// Takes the tokens of `text[from, to)`.
  void piece(PieceCache cache, String text, int from, int to);

  /// Takes a token that is `text[from, to)`.
  void add(int id, int from, int to);
}
