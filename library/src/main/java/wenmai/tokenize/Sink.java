package wenmai.tokenize;

import java.util.List;

/// Takes the tokens of a text from left to right, with where each is in it: [Ids] keep the ids alone, [Places] both.
sealed interface Sink permits Ids, Places {

  /// Takes a whole text, in which tokens stand at some places; between them it is searched for others when it is normalized.
  default void read(Tokenizer tokenizer, String text, List<Specials.Mark> marks, Names others) {
    int from = 0;
    for (var mark : marks) {
      part(tokenizer, text, from, mark.start(), others);
      special(mark);
      from = mark.end();
    }
    part(tokenizer, text, from, text.length(), others);
  }

  /// Takes `text[from, to)`, which stands for itself.
  void part(Tokenizer tokenizer, String text, int from, int to, Names others);

  void special(Specials.Mark mark);

  /// Says what the places that come next count in: in `piece`, whose end is at `to`; what was put before it is at `from`.
  default void within(int from, int to, String piece) {}

  /// Takes the tokens of `text[from, to)`.
  void piece(PieceCache cache, String text, int from, int to);

  /// Takes a token that is `text[from, to)`.
  void add(int id, int from, int to);
}
