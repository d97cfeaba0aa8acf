package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Byte-pair encoding over characters, as SentencePiece trains it and Llama 2 and Gemma use it (Kudo and Richardson
/// 2018; Touvron 2023): a text is one piece, in which `▁` stands for a space. A character that is no token falls back to
/// the tokens `<0x00>` to `<0xFF>` of its UTF-8 bytes, or, in a vocabulary without them, is unknown.
public final class Pieces extends Tokenizer {
  static final char SPACE = '▁';
  private final Ranked ranked;
  private final Merges merges;
  private final Atoms atoms;
  private final boolean spaceFirst;
  private final CodePoints characters;
  private final int[] byteIds;

  /// `atoms` are the tokens that a text takes as they stand; `spaceFirst` puts one more space before a text.
  Pieces(Vocabulary vocabulary, Ranked ranked, Set<String> atoms, boolean spaceFirst) {
    super(vocabulary);
    this.ranked = ranked;
    this.merges = new Merges(ranked, vocabulary.results(ranked.pairs()));
    this.atoms = new Atoms(atoms, vocabulary);
    this.spaceFirst = spaceFirst;
    this.characters = new CodePoints(vocabulary);
    this.byteIds = byteIds(vocabulary);
  }

  static Pieces of(List<String> tokens, Ranked ranked, Specials specials) {
    return new Pieces(Vocabulary.of(tokens, specials, Pieces::text), ranked, Set.of(), true);
  }

  static String byteToken(int b) {
    return "<0x%02X>".formatted(b);
  }

  static boolean isByte(String token) {
    return token.length() == 6 && token.matches("<0x[0-9A-F]{2}>");
  }

  @Override
  public int[] encode(String raw) {
    var text = (spaceFirst && !raw.isEmpty() ? "▁" : "") + Utf8.wellFormed(raw).replace(' ', SPACE);
    return atoms.encode(text, this::merged);
  }

  @Override
  public boolean spaceFirst() {
    return spaceFirst;
  }

  Ranked ranked() {
    return ranked;
  }

  Map<String, Integer> atoms() {
    return atoms.ids();
  }

  boolean fallsBackToBytes() {
    return byteIds.length > 0;
  }

  private int[] merged(String text) {
    var ids = new Ids();
    boolean known = true;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      int id = characters.id(c);
      if (id >= 0) {
        ids.add(id);
      } else if (fallsBackToBytes()) {
        ids.add(fallback(c));
      } else if (known) {
        ids.add(unknown());
      }
      known = id >= 0;
    }
    int[] tokens = ids.toArray();
    return Arrays.copyOf(tokens, merges.apply(tokens, tokens.length));
  }

  private int[] fallback(int codePoint) {
    byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = byteIds[utf8[i] & 0xFF];
    }
    return ids;
  }

  /// All characters of an unknown run together are one unknown token.
  private int unknown() {
    return vocabulary.specials().id(Role.UNKNOWN).orElseThrow();
  }

  private static int[] byteIds(Vocabulary vocabulary) {
    boolean unknown = vocabulary.specials().id(Role.UNKNOWN).isPresent();
    if (unknown && vocabulary.id(byteToken(0)).isEmpty()) {
      return new int[0];
    }
    int[] ids = new int[256];
    for (int b = 0; b < ids.length; b++) {
      ids[b] = vocabulary.required(byteToken(b));
    }
    return ids;
  }

  /// What a token contributes to a text.
  static byte[] text(String token) {
    return isByte(token)
        ? new byte[] {(byte) Integer.parseInt(token, 3, 5, 16)}
        : token.replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
  }
}
