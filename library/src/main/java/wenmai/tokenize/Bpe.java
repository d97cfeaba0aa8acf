package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Byte-level byte-pair encoding (Radford 2019 §2.2): a text is cut into pieces, each piece is its UTF-8 bytes, and
/// learned merges join them to tokens. Nothing is ever unknown, and decoding is exact, but for the bytes that a vocabulary
/// leaves out: no text has them (0xC0), or nobody misses them (0x03 in Falcon's). Pieces met before come from a
/// cache; of longer ones, such as clauses of Chinese, what stands between [Seams].
public final class Bpe extends Tokenizer {
  private static final int LONG = 4;    // UTF-16 units of a piece; in longer ones seams are looked for, where it is no English word
  private static final char ASCII = 0x7F;
  static final TextNormalizer COMPOSED = new TextNormalizer.UnicodeForm(Normalizer.Form.NFC);
  private final Ranked ranked;
  private final Merges merges;
  private final Split split;
  private final boolean whole;
  private final int[] byteIds = new int[256];
  private final PieceCache cache = new PieceCache(this::piece);
  private final PieceCache parts = new PieceCache(this::merged);
  private final boolean complete;
  private volatile @Nullable Seams seams;

  /// `composed` texts are brought to Unicode's normal form C first; a piece that is a token stands `whole`, whatever
  /// its merges; `atoms` are the tokens that a text takes by their names.
  Bpe(Vocabulary vocabulary, Ranked ranked, Split split, boolean composed, boolean whole, List<Names.Name> atoms) {
    super(vocabulary, composed ? COMPOSED : TextNormalizer.NONE, atoms);
    this.ranked = ranked;
    this.split = split;
    this.whole = whole;
    this.merges = new Merges(ranked, vocabulary.results(ranked.pairs()));
    for (int b = 0; b < byteIds.length; b++) {
      byteIds[b] = vocabulary.id(Alphabet.letter(b)).orElse(-1);
    }
    this.complete = IntStream.range(0, byteIds.length).allMatch(b -> byteIds[b] >= 0 || !isInText(b));
  }

  /// Bytes that UTF-8 has.
  private static boolean isInText(int b) {
    return b < 0xC0 || b > 0xC1 && b < 0xF5;
  }

  static Bpe of(List<String> tokens, long[] pairs, Split split, Specials specials) {
    return new Bpe(Vocabulary.of(tokens, specials, Alphabet::bytes), Ranked.inOrder(pairs), split, false, false, List.of());
  }

  @Override
  void encode(String text, boolean first, Sink sink) {
    var ends = split.ends(text);
    for (int i = 0, end; i < text.length(); i = end) {
      end = ends.applyAsInt(i);
      sink.piece(cache, text, i, end);
    }
  }

  public Split split() {
    return split;
  }

  /// Whether there is a token for each byte that texts have.
  boolean isComplete() {
    return complete;
  }

  boolean whole() {
    return whole;
  }

  Ranked ranked() {
    return ranked;
  }

  private void piece(Sink sink, String text, int from, int to) {
    int token = whole ? token(text, from, to) : -1;
    if (token >= 0) {
      sink.add(token, from, to);
    } else if (sink instanceof Ids && to - from > LONG && text.charAt(to - 1) > ASCII && complete) {
      var seams = seams();
      for (int i = from, end; i < to; i = end) {
        end = seams.next(text, i, to);
        sink.piece(parts, text, i, end);
      }
    } else {
      merged(sink, text, from, to);
    }
  }

  /// Made when first asked for; two threads may both make it.
  private Seams seams() {
    var made = seams;
    if (made == null) {
      made = new Seams(vocabulary);
      seams = made;
    }
    return made;
  }

  private void merged(Sink sink, String text, int from, int to) {
    byte[] utf8 = new byte[3 * (to - from)];
    int n = Utf8.write(text, from, to, utf8);
    int[] tokens = new int[n];
    int size = 0;
    for (int i = 0; i < n; i++) {
      int id = byteIds[utf8[i] & 0xFF];
      if (id >= 0) {
        tokens[size++] = id;
      }
    }
    size = merges.apply(tokens, size);
    switch (sink) {
      case Ids ids -> ids.add(tokens, size);
      case Places places -> places.merged(tokens, size, id -> token(id).length(), where(text, from, to));
    }
  }

  /// Where in the text the character of each byte is that the vocabulary has.
  private Units where(String text, int from, int to) {
    var units = new Units(to - from);
    for (int i = from, end; i < to; i = end) {
      end = i + Kind.width(text, i);
      for (byte b : text.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
        units.add(i, end, byteIds[b & 0xFF] >= 0 ? 1 : 0);
      }
    }
    return units;
  }

  /// The token that is this piece, no special one, or -1.
  private int token(String text, int from, int to) {
    byte[] utf8 = new byte[3 * (to - from)];
    var letters = Alphabet.letters(utf8, Utf8.write(text, from, to, utf8));
    return specials().id(letters).isPresent() ? -1 : vocabulary.id(letters).orElse(-1);
  }
}
