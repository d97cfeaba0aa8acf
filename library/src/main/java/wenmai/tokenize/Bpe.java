package wenmai.tokenize;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;

/// Byte-level byte-pair encoding (Radford 2019 §2.2): a text is cut into pieces, each piece is its UTF-8 bytes, and
/// learned merges join them to tokens. Nothing is ever unknown, and decoding is exact. Pieces met before come from a
/// cache.
public final class Bpe extends Tokenizer {
  private final long[] pairs;
  private final Merges merges;
  private final Split split;
  private final boolean composed;
  private final int[] byteIds = new int[256];
  private final PieceCache cache = new PieceCache(this::piece);

  /// `pairs` are the merges as pairs of ids; `composed` texts are brought to Unicode's normal form C first.
  Bpe(Vocabulary vocabulary, long[] pairs, Split split, boolean composed) {
    super(vocabulary);
    this.pairs = pairs;
    this.split = split;
    this.composed = composed;
    this.merges = new Merges(pairs, vocabulary.results(pairs));
    for (int b = 0; b < byteIds.length; b++) {
      byteIds[b] = vocabulary.required(Alphabet.letter(b));
    }
  }

  static Bpe of(List<String> tokens, long[] pairs, Split split, Specials specials) {
    return new Bpe(Vocabulary.of(tokens, specials, Alphabet::bytes), pairs, split, false);
  }

  @Override
  public int[] encode(String raw) {
    var text = Utf8.wellFormed(raw);
    if (composed) {
      text = Normalizer.normalize(text, Normalizer.Form.NFC);
    }
    var ids = new Ids();
    for (int i = 0, end; i < text.length(); i = end) {
      end = split.end(text, i);
      ids.add(cache.ids(text, i, end));
    }
    return ids.toArray();
  }

  public Split split() {
    return split;
  }

  boolean composed() {
    return composed;
  }

  long[] pairs() {
    return pairs.clone();
  }

  private int[] piece(String text, int from, int to) {
    byte[] utf8 = new byte[3 * (to - from)];
    int n = Utf8.write(text, from, to, utf8);
    int[] ids = new int[n];
    for (int i = 0; i < n; i++) {
      ids[i] = byteIds[utf8[i] & 0xFF];
    }
    return Arrays.copyOf(ids, merges.apply(ids, n));
  }
}
