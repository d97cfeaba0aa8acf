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
/// form of Darts-clone), and every leaf says where its replacement starts.
final class Precompiled implements TextNormalizer {
  /// To what rules are applied.
  enum Matching {
    /// The longest string for which there is a rule, at each place: SentencePiece, llama.cpp.
    LONGEST,
    /// Each grapheme of less than 6 bytes for which there is a rule, else each of its characters; and of two rules, one of which
    /// begins with the other, the shorter holds: Hugging Face's library.
    GRAPHEMES
  }

  private static final int LONGEST_GRAPHEME = 5;
  private static final int LABEL = 1 << 31 | 0xFF;
  private final String charsmap;
  private final Matching matching;
  private final int[] units;
  private final byte[] replacements;

  /// `charsmap` in base64: the trie's length in bytes, the trie, the replacements with a zero byte behind each.
  Precompiled(String charsmap, Matching matching) {
    this.charsmap = charsmap;
    this.matching = matching;
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
    var parts = parts(text);
    var out = new StringBuilder(text.length());
    for (int i = 0, end; i < text.length(); i = end) {
      end = parts.end(text, i);
      int rule = rule(text, i, end, matching == Matching.LONGEST).leaf;
      out.append(rule < 0 ? text.substring(i, end) : replacement(rule));
    }
    return out.toString();
  }

  @Override
  public Aligned align(Aligned text) {
    return text.each(parts(text.text()), this::apply);
  }

  /// The parts of a text that rules are applied to.
  private Aligned.Parts parts(String text) {
    if (matching == Matching.LONGEST) {
      return (of, i) -> Math.max(i + Kind.width(of, i), rule(of, i, of.length(), true).end);
    }
    var graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
    graphemes.setText(text);
    return (of, i) -> {
      int end = graphemes.isBoundary(i) ? graphemes.following(i) : i;
      return end > i && rule(of, i, end, false).leaf >= 0 ? end : i + Kind.width(of, i);
    };
  }

  /// A rule for what a text has before `end`, and where its replacement starts, which is -1 if there is none.
  private record Found(int end, int leaf) {
    static final Found NONE = new Found(-1, -1);
  }

  /// The longest, or the shortest rule of a string that is not too long, for what begins at `from`.
  private Found rule(String text, int from, int until, boolean longest) {
    if (!longest && (until - from > LONGEST_GRAPHEME || Utf8.write(text, from, until, new byte[3 * LONGEST_GRAPHEME]) > LONGEST_GRAPHEME)) {
      return Found.NONE;
    }
    var found = Found.NONE;
    byte[] utf8 = new byte[4];
    int node = offset(units[0]);
    for (int i = from, end; i < until; i = end) {
      end = i + Kind.width(text, i);
      int n = Utf8.write(text, i, end, utf8);
      for (int b = 0; b < n; b++) {
        if (utf8[b] == 0) {
          return found;
        }
        node ^= utf8[b] & 0xFF;
        int unit = unit(node);
        if ((unit & LABEL) != (utf8[b] & 0xFF)) {
          return found;
        }
        node ^= offset(unit);
        if ((unit >>> 8 & 1) == 1) {
          found = new Found(end, unit(node) & Integer.MAX_VALUE);
          if (!longest) {
            return found;
          }
        }
      }
    }
    return found;
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
