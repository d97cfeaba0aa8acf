package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import wenmai.message.BadInput;

/// Byte-pair encoding over characters, as SentencePiece trains it and Llama 2 and Gemma use it (Kudo and Richardson
/// 2018; Touvron 2023): a text is one piece, in which `▁` stands for a space. A character that is no token falls back to
/// the tokens `<0x00>` to `<0xFF>` of its UTF-8 bytes, or, in a vocabulary without them, is unknown.
public final class Pieces extends Tokenizer {
  static final char SPACE = '▁';
  static final int BYTES = 256;
  private final Ranked ranked;
  private final Merges merges;
  private final Metaspace spaces;
  private final boolean together;
  private final CodePoints characters;
  private final int[] byteIds;

  /// `atoms` are the tokens that a text takes by their names; its spaces are marked by the normalizer, or by `spaces`, which cut
  /// nothing; `together` makes one unknown token of a run of characters that are unknown.
  Pieces(Vocabulary vocabulary, Ranked ranked, List<Names.Name> atoms, TextNormalizer normalizer, Metaspace spaces, boolean together) {
    super(vocabulary, normalizer, atoms);
    this.spaces = spaces;
    this.together = together;
    this.ranked = ranked;
    this.merges = new Merges(ranked, vocabulary.results(ranked.pairs()));
    this.characters = new CodePoints(vocabulary);
    this.byteIds = byteIds(vocabulary);
  }

  static Pieces of(List<String> tokens, Ranked ranked, Specials specials) {
    return new Pieces(Vocabulary.of(tokens, specials, Pieces::text), ranked, List.of(), TextNormalizer.LLAMA, Metaspace.NOTHING, true);
  }

  /// What a vocabulary that is learned begins with: the specials and the bytes.
  static List<String> firstTokens(List<String> specials) {
    var tokens = new ArrayList<>(specials);
    IntStream.range(0, BYTES).mapToObj(Pieces::byteToken).forEach(tokens::add);
    return tokens;
  }

  static void requireRoom(int vocabulary, List<String> specials, int characters) {
    int least = specials.size() + BYTES + characters;
    if (vocabulary < least) {
      throw new BadInput("vocabulary (%d) must hold the 256 bytes, %d special tokens and the characters: ask for %d or more",
          "词表大小（%d）须容得下 256 个字节、%d 个特殊词元和字符：请至少设为 %d", vocabulary, specials.size(), least);
    }
  }

  static String byteToken(int b) {
    return "<0x%02X>".formatted(b);
  }

  static boolean isByte(String token) {
    return token.length() == 6 && token.matches("<0x[0-9A-F]{2}>");
  }

  @Override
  void encode(String text, boolean first, Sink sink) {
    var marked = spaces.mark(text, first);
    sink.within(0, text.length(), marked);
    merged(marked, sink);
  }

  @Override
  public boolean spaceFirst() {
    return spaces.prepend() != Metaspace.Prepend.NEVER || normalizer().before(TextNormalizer.LLAMA).isPresent();
  }

  Metaspace spaces() {
    return spaces;
  }

  boolean together() {
    return together;
  }

  Ranked ranked() {
    return ranked;
  }

  boolean fallsBackToBytes() {
    return byteIds.length > 0;
  }

  private void merged(String text, Sink sink) {
    var characterIds = new Ids();
    boolean known = true;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      int id = characters.id(c);
      if (id >= 0) {
        characterIds.add(id);
      } else if (fallsBackToBytes()) {
        characterIds.add(fallback(c));
      } else if (known || !together) {
        characterIds.add(unknown());
      }
      known = id >= 0;
    }
    int[] tokens = characterIds.toArray();
    int n = merges.apply(tokens, tokens.length);
    switch (sink) {
      case Ids ids -> ids.add(tokens, n);
      case Places places -> places.merged(tokens, n, this::units, where(text));
    }
  }

  /// Where in the text the characters are that merges begin with: each by itself, its bytes all there, unknown ones together.
  private Units where(String text) {
    var units = new Units(text.length());
    boolean known = true;
    for (int i = 0, end; i < text.length(); i = end) {
      end = i + Kind.width(text, i);
      int c = text.codePointAt(i);
      boolean now = characters.id(c) >= 0;
      if (now || fallsBackToBytes()) {
        units.add(i, end, now ? 1 : fallback(c).length);
      } else if (known || !together) {
        units.add(i, end, 1);
      } else {
        units.stretch(end);
      }
      known = now;
    }
    return units;
  }

  /// Of how many such characters or bytes a token is made.
  private int units(int id) {
    var token = token(id);
    return isByte(token) || isSpecial(id) ? 1 : token.codePointCount(0, token.length());
  }

  private int[] fallback(int codePoint) {
    byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = byteIds[utf8[i] & 0xFF];
    }
    return ids;
  }

  private int unknown() {
    return vocabulary.specials().id(Role.UNKNOWN).orElseThrow();
  }

  private static int[] byteIds(Vocabulary vocabulary) {
    boolean unknown = vocabulary.specials().id(Role.UNKNOWN).isPresent();
    if (unknown && vocabulary.id(byteToken(0)).isEmpty()) {
      return new int[0];
    }
    int[] ids = new int[BYTES];
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
