package wenmai.tokenize;

import com.ibm.icu.text.BreakIterator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import wenmai.message.BadInput;

/// SentencePiece's rules for characters, compiled: what is replaced stands in a trie (a double array, Aoe 1989, in the
/// form of Darts-clone), and every leaf says where its replacement starts. They are applied as Hugging Face's library
/// does it: to each grapheme of less than 6 bytes for which there is a rule, else to each of its characters; and of
/// two rules, one of which begins with the other, the shorter holds. (SentencePiece takes the longest at each place.)
final class Precompiled implements TextNormalizer {
  private static final int LONGEST_GRAPHEME = 5;
  private static final int LABEL = 1 << 31 | 0xFF;
  private final String charsmap;
  private final int[] units;
  private final byte[] replacements;

  /// `charsmap` in base64: the trie's length in bytes, the trie, the replacements with a zero byte behind each.
  Precompiled(String charsmap) {
    this.charsmap = charsmap;
    try {
      var in = ByteBuffer.wrap(Base64.getDecoder().decode(charsmap)).order(ByteOrder.LITTLE_ENDIAN);
      int length = in.getInt();
      var trie = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
      units = new int[trie.remaining()];
      trie.get(units);
      replacements = Arrays.copyOfRange(in.array(), in.position() + length, in.limit());
    } catch (RuntimeException e) {
      throw damaged();
    }
    if (units.length == 0) {
      throw damaged();
    }
  }

  private static BadInput damaged() {
    return new BadInput("the normalizer's precompiled_charsmap is damaged: is this tokenizer whole?",
        "规范化器的 precompiled_charsmap 已损坏：这个分词器完整吗？");
  }

  @Override
  public JsonNode json() {
    return Layout.JSON.createObjectNode().put("type", "Precompiled").put("precompiled_charsmap", charsmap);
  }

  @Override
  public String apply(String text) {
    var graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
    graphemes.setText(text);
    var out = new StringBuilder(text.length());
    for (int from = 0, to; from < text.length(); from = to) {
      to = graphemes.next();
      if (!replace(text.substring(from, to), out)) {
        text.substring(from, to).codePoints().mapToObj(Character::toString).filter(c -> !replace(c, out)).forEach(out::append);
      }
    }
    return out.toString();
  }

  @Override
  public Aligned align(Aligned text) {
    var graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
    graphemes.setText(text.text());
    return text.each((of, i) -> {
      int end = graphemes.isBoundary(i) ? graphemes.following(i) : i;
      return end > i && replace(of.substring(i, end), new StringBuilder()) ? end : i + Kind.width(of, i);
    }, this::apply);
  }

  /// Whether there is a rule for a string that is not too long; then appends what it becomes.
  private boolean replace(String string, StringBuilder out) {
    byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
    int node = offset(units[0]);
    for (int i = 0; i < utf8.length && utf8.length <= LONGEST_GRAPHEME && utf8[i] != 0; i++) {
      node ^= utf8[i] & 0xFF;
      int unit = unit(node);
      if ((unit & LABEL) != (utf8[i] & 0xFF)) {
        return false;
      }
      node ^= offset(unit);
      if ((unit >>> 8 & 1) == 1) {
        out.append(replacement(unit(node) & Integer.MAX_VALUE));
        return true;
      }
    }
    return false;
  }

  private String replacement(int from) {
    if (from > replacements.length) {
      throw damaged();
    }
    int to = from;
    while (to < replacements.length && replacements[to] != 0) {
      to++;
    }
    return new String(replacements, from, to - from, StandardCharsets.UTF_8);
  }

  private int unit(int node) {
    if (node < 0 || node >= units.length) {
      throw damaged();
    }
    return units[node];
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }
}
