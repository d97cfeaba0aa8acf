package wenmai.tokenize;

import java.util.Arrays;

/// Ids that are being collected.
final class Ids implements Sink {
  private int[] ids = new int[32];
  private int size;

  @Override
  public void part(Tokenizer tokenizer, String whole, int from, int to, Names others) {
    var text = tokenizer.normalizer().apply(Utf8.wellFormed(whole.substring(from, to)));
    int at = 0;
    for (var mark : others.in(text)) {
      tokenizer.encode(text.substring(at, mark.start()), from + at == 0, this);
      add(mark.id());
      at = mark.end();
    }
    tokenizer.encode(text.substring(at), from + at == 0, this);
  }

  @Override
  public void special(Specials.Mark mark) {
    add(mark.id());
  }

  @Override
  public void piece(PieceCache cache, String text, int from, int to) {
    add(cache.ids(text, from, to));
  }

  @Override
  public void add(int id, int from, int to) {
    add(id);
  }

  void add(int id) {
    reserve(1);
    ids[size++] = id;
  }

  void add(int[] more) {
    add(more, more.length);
  }

  void add(int[] more, int n) {
    reserve(n);
    System.arraycopy(more, 0, ids, size, n);
    size += n;
  }

  int[] toArray() {
    return Arrays.copyOf(ids, size);
  }

  private void reserve(int more) {
    if (size + more > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(2 * ids.length, size + more));
    }
  }
}
