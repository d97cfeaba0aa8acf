package wenmai.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Tokens that are being collected with their places. Pieces come from no cache here, for that knows ids alone.
final class Places implements Sink {
  private final List<Token> tokens = new ArrayList<>();
  private Aligned text = Aligned.of("", 0);
  private int least;
  private int shift;

  List<Token> tokens() {
    return tokens;
  }

  @Override
  public void part(Tokenizer tokenizer, String whole, int from, int to, Names others) {
    var all = tokenizer.normalizer().align(Aligned.of(Utf8.wellFormed(whole.substring(from, to)), from));
    int at = 0;
    for (var mark : others.in(all.text())) {
      encode(tokenizer, all.part(at, mark.start()), from + at == 0);
      tokens.add(new Token(mark.id(), all.start(mark.start()), all.end(mark.end() - 1)));
      at = mark.end();
    }
    encode(tokenizer, all.part(at, all.length()), from + at == 0);
  }

  private void encode(Tokenizer tokenizer, Aligned part, boolean first) {
    text = part;
    within(0, text.length(), text.text());
    tokenizer.encode(text.text(), first, this);
  }

  @Override
  public void special(Specials.Mark mark) {
    tokens.add(new Token(mark.id(), mark.start(), mark.end()));
  }

  @Override
  public void within(int from, int to, String piece) {
    least = from;
    shift = to - piece.length();
  }

  @Override
  public void piece(PieceCache cache, String of, int from, int to) {
    cache.cut().into(this, of, from, to);
  }

  @Override
  public void add(int id, int from, int to) {
    int first = Math.max(least, from + shift);
    int end = Math.max(first, to + shift);
    int start = text.start(first);
    tokens.add(new Token(id, start, end > first ? Math.max(start, text.end(end - 1)) : start));
  }

  /// Takes tokens that merges made of so many units each.
  void merged(int[] ids, int n, IntUnaryOperator width, Units units) {
    int unit = 0;
    for (int i = 0; i < n; i++) {
      int next = unit + width.applyAsInt(ids[i]);
      add(ids[i], units.start(unit), units.end(next - 1));
      unit = next;
    }
  }
}
