package wenmai.tokenize;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Byte-level byte-pair encoding (Radford 2019 §2.2): a text is cut into pieces, each piece is its UTF-8 bytes, and
/// learned merges join them to tokens. Nothing is ever unknown, and decoding is exact, but for the bytes that a vocabulary
/// leaves out: no text has them (0xC0), or nobody misses them (0x03 in Falcon's). Pieces met before come from a
/// cache.
public final class Bpe extends Tokenizer {
  private final Ranked ranked;
  private final Merges merges;
  private final Split split;
  private final boolean composed;
  private final boolean whole;
  private final Atoms atoms;
  private final int[] byteIds = new int[256];
  private final PieceCache cache = new PieceCache(this::piece);

  /// `composed` texts are brought to Unicode's normal form C first; a piece that is a token stands `whole`, whatever
  /// its merges; `atoms` are the tokens that a text takes as they stand.
  Bpe(Vocabulary vocabulary, Ranked ranked, Split split, boolean composed, boolean whole, Set<String> atoms) {
    super(vocabulary);
    this.ranked = ranked;
    this.split = split;
    this.composed = composed;
    this.whole = whole;
    this.atoms = new Atoms(atoms, vocabulary);
    this.merges = new Merges(ranked, vocabulary.results(ranked.pairs()));
    for (int b = 0; b < byteIds.length; b++) {
      byteIds[b] = vocabulary.id(Alphabet.letter(b)).orElse(-1);
    }
  }

  static Bpe of(List<String> tokens, long[] pairs, Split split, Specials specials) {
    return new Bpe(Vocabulary.of(tokens, specials, Alphabet::bytes), Ranked.inOrder(pairs), split, false, false, Set.of());
  }

  @Override
  public int[] encode(String raw) {
    var text = Utf8.wellFormed(raw);
    return atoms.encode(composed ? Normalizer.normalize(text, Normalizer.Form.NFC) : text, this::pieces);
  }

  private int[] pieces(String text) {
    var ids = new Ids();
    var ends = split.ends(text);
    for (int i = 0, end; i < text.length(); i = end) {
      end = ends.applyAsInt(i);
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

  boolean whole() {
    return whole;
  }

  Map<String, Integer> atoms() {
    return atoms.ids();
  }

  Ranked ranked() {
    return ranked;
  }

  private int[] piece(String text, int from, int to) {
    byte[] utf8 = new byte[3 * (to - from)];
    int n = Utf8.write(text, from, to, utf8);
    int token = whole ? token(utf8, n) : -1;
    if (token >= 0) {
      return new int[] {token};
    }
    int[] ids = new int[n];
    int size = 0;
    for (int i = 0; i < n; i++) {
      int id = byteIds[utf8[i] & 0xFF];
      if (id >= 0) {
        ids[size++] = id;
      }
    }
    return Arrays.copyOf(ids, merges.apply(ids, size));
  }

  /// The token that is these bytes, no special one, or -1.
  private int token(byte[] utf8, int n) {
    var letters = Alphabet.letters(utf8, n);
    return specials().id(letters).isPresent() ? -1 : vocabulary.id(letters).orElse(-1);
  }
}
