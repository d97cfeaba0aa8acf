package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Byte-pair encoding over characters, as SentencePiece trains it and Llama 2 uses it (Kudo and Richardson 2018;
/// Touvron 2023): a text is one piece, in which `▁` stands for a space, with one more before its first word. A
/// character that is no token falls back to the tokens `<0x00>` to `<0xFF>` of its UTF-8 bytes.
public final class Pieces extends Tokenizer {
  static final char SPACE = '▁';
  private final long[] pairs;
  private final Merges merges;
  private final CodePoints characters;
  private final int[] byteIds = new int[256];

  /// `pairs` are the merges as pairs of ids.
  Pieces(Vocabulary vocabulary, long[] pairs) {
    super(vocabulary);
    this.pairs = pairs;
    this.merges = new Merges(pairs, vocabulary.results(pairs));
    this.characters = new CodePoints(vocabulary);
    for (int b = 0; b < byteIds.length; b++) {
      byteIds[b] = vocabulary.required(byteToken(b));
    }
  }

  static Pieces of(List<String> tokens, long[] pairs, Specials specials) {
    return new Pieces(Vocabulary.of(tokens, specials, Pieces::text), pairs);
  }

  static String byteToken(int b) {
    return "<0x%02X>".formatted(b);
  }

  static boolean isByte(String token) {
    return token.length() == 6 && token.matches("<0x[0-9A-F]{2}>");
  }

  @Override
  public int[] encode(String raw) {
    if (raw.isEmpty()) {
      return new int[0];
    }
    var text = SPACE + Utf8.wellFormed(raw).replace(' ', SPACE);
    var ids = new Ids();
    text.codePoints().forEach(c -> {
      int id = characters.id(c);
      if (id >= 0) {
        ids.add(id);
      } else {
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          ids.add(byteIds[b & 0xFF]);
        }
      }
    });
    int[] tokens = ids.toArray();
    return Arrays.copyOf(tokens, merges.apply(tokens, tokens.length));
  }

  @Override
  public boolean spaceFirst() {
    return true;
  }

  long[] pairs() {
    return pairs.clone();
  }

  /// What a token contributes to a text.
  static byte[] text(String token) {
    return isByte(token)
        ? new byte[] {(byte) Integer.parseInt(token, 3, 5, 16)}
        : token.replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
  }
}
