package wenmai.tokenize;

import com.ibm.icu.text.UnicodeSet;
import java.text.Normalizer;
import tools.jackson.databind.JsonNode;

/// BERT's text (Devlin 2019; its `BasicTokenizer`): without control characters, every white space a space, spaces
/// around Chinese characters, without accents, in lower case; each where asked for. Hugging Face's library, whose text
/// this is to the letter, knows the categories of Unicode 8 and the normal forms of Unicode 9.
record BertNormalizer(boolean cleanText, boolean handleChinese, boolean stripAccents, boolean lowercase)
    implements TextNormalizer {
  private static final UnicodeSet CONTROL = set("[:Cc:][:Co:][[:Cf:]&[:Age=8.0:]][\\uFFFD]-[\\t\\n\\r]");
  private static final UnicodeSet CHINESE = set("\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\U00020000-\\U0002A6DF"
      + "\\U0002A700-\\U0002B73F\\U0002B740-\\U0002B81F\\U0002B920-\\U0002CEAF\\U0002F800-\\U0002FA1F");
  // Each category in Unicode 8: what is in it now and was there then, less what came to it later, and what has left it.
  private static final UnicodeSet ACCENT =
      set("[[:Mn:]&[:Age=8.0:]]-[\\u1885\\u1886\\uA9BD\\U000111C9][\\u1734\\U0001171E]");
  private static final UnicodeSet MARK = set("[[:P:]&[:Age=8.0:]][!-/:-@\\[-`\\{-~][\\u166D\\U000111C9]");
  private static final TextNormalizer DECOMPOSED = new UnicodeForm(Normalizer.Form.NFD);

  private static UnicodeSet set(String pattern) {
    return new UnicodeSet("[" + pattern + "]").freeze();
  }

  static BertNormalizer of(JsonNode layout) {
    boolean lowercase = layout.path("lowercase").asBoolean(true);
    return new BertNormalizer(layout.path("clean_text").asBoolean(true),
        layout.path("handle_chinese_chars").asBoolean(true), stripAccents(layout, lowercase), lowercase);
  }

  /// Accents go with the case where nothing is said of them.
  static boolean stripAccents(JsonNode layout, boolean lowercase) {
    var strip = layout.path("strip_accents");
    return strip.isBoolean() ? strip.asBoolean() : lowercase;
  }

  @Override
  public JsonNode json() {
    return Layout.JSON.createObjectNode().put("type", "BertNormalizer").put("clean_text", cleanText)
        .put("handle_chinese_chars", handleChinese).put("strip_accents", stripAccents).put("lowercase", lowercase);
  }

  @Override
  public String apply(String text) {
    if (cleanText) {
      text = cleaned(text);
    }
    if (handleChinese) {
      text = apart(text);
    }
    if (stripAccents) {
      text = without(DECOMPOSED.apply(text), ACCENT);
    }
    return lowercase ? new Lowercase().apply(text) : text;
  }

  @Override
  public Aligned align(Aligned text) {
    if (cleanText) {
      text = text.each(BertNormalizer::cleaned);
    }
    if (handleChinese) {
      text = text.each(BertNormalizer::apart);
    }
    if (stripAccents) {
      text = DECOMPOSED.align(text).each(c -> without(c, ACCENT));
    }
    return lowercase ? new Lowercase().align(text) : text;
  }

  /// The end of the word, mark or white space that starts at `i`: a mark stands alone.
  static int end(String text, int i) {
    var kind = kind(text, i);
    int end = i + Kind.width(text, i);
    while (kind != Piece.MARK && end < text.length() && kind(text, end) == kind) {
      end += Kind.width(text, end);
    }
    return end;
  }

  private enum Piece {
    WORD, MARK, SPACE
  }

  private static Piece kind(String text, int i) {
    int c = text.codePointAt(i);
    return isSpace(c) ? Piece.SPACE : MARK.contains(c) ? Piece.MARK : Piece.WORD;
  }

  private static String cleaned(String text) {
    return without(text, CONTROL).codePoints().map(c -> isSpace(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }

  private static String without(String text, UnicodeSet out) {
    return text.codePoints().filter(c -> !out.contains(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }

  private static String apart(String text) {
    var apart = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      if (CHINESE.contains(c)) {
        apart.append(' ').appendCodePoint(c).append(' ');
      } else {
        apart.appendCodePoint(c);
      }
    });
    return apart.toString();
  }

  private static boolean isSpace(int c) {
    return Kind.of(c) == Kind.SPACE;
  }
}
