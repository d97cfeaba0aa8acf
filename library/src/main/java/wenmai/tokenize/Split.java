package wenmai.tokenize;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// Cuts a text into the pieces that byte-pair merges never cross: words with the space before them, numbers, runs of
/// punctuation, white space. The known patterns are regular expressions; the usual ones are scanners with one method, which
/// read every character about once. Texts hold no lone surrogates.
public sealed interface Split permits Split.Gpt2, Split.Cl100k, Expressions {

  /// The end of the piece that starts at `i < text.length()`, always behind `i`.
  int end(String text, int i);

  /// The ends of the pieces of one text, by where they start.
  default IntUnaryOperator ends(String text) {
    return i -> end(text, i);
  }

  /// The regular expressions that cut the same way one after the other, in the notation of Hugging Face's tokenizers.
  List<String> patterns();

  /// Radford 2019 (GPT-2). Punctuation stands alone, so a Chinese piece is what stands between two marks; a run of
  /// digits is one piece.
  record Gpt2() implements Split {
    @Override
    public int end(String text, int i) {
      int contraction = contraction(text, i, false);
      if (contraction > i) {
        return contraction;
      }
      int start = text.charAt(i) == ' ' ? i + 1 : i;
      if (start == text.length() || Kind.at(text, start) == Kind.SPACE) {
        return spaces(text, i);
      }
      return Kind.at(text, start).run(text, start);
    }

    @Override
    public List<String> patterns() {
      return List.of("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");
    }
  }

  /// OpenAI's cl100k (3 digits a piece), Llama 3 (3) and Qwen (1). A word takes any one mark before it, punctuation
  /// takes the line ends behind it, and a number falls into pieces of at most `digits`.
  record Cl100k(int digits) implements Split {
    @Override
    public int end(String text, int i) {
      int contraction = contraction(text, i, true);
      if (contraction > i) {
        return contraction;
      }
      var kind = Kind.at(text, i);
      int next = i + Kind.width(text, i);
      if (kind == Kind.LETTER || kind != Kind.NUMBER && !lineEnd(text, i) && is(Kind.LETTER, text, next)) {
        return Kind.LETTER.run(text, next);
      }
      if (kind == Kind.NUMBER) {
        return number(text, i);
      }
      int mark = text.charAt(i) == ' ' ? next : i;
      return is(Kind.OTHER, text, mark) ? lineEnds(text, Kind.OTHER.run(text, mark)) : lines(text, i);
    }

    @Override
    public List<String> patterns() {
      return List.of("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}%s| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
          .formatted(digits == 1 ? "" : "{1," + digits + "}") + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
    }

    private int number(String text, int i) {
      for (int n = 0; n < digits && is(Kind.NUMBER, text, i); n++) {
        i += Kind.width(text, i);
      }
      return i;
    }

    /// White space up to its last line end, if it has one.
    private static int lines(String text, int i) {
      for (int end = Kind.SPACE.run(text, i); end > i; end--) {
        if (lineEnd(text, end - 1)) {
          return end;
        }
      }
      return spaces(text, i);
    }

    private static int lineEnds(String text, int i) {
      while (i < text.length() && lineEnd(text, i)) {
        i++;
      }
      return i;
    }

    private static boolean lineEnd(String text, int i) {
      return text.charAt(i) == '\n' || text.charAt(i) == '\r';
    }

    private static boolean is(Kind kind, String text, int i) {
      return i < text.length() && Kind.at(text, i) == kind;
    }
  }

  /// The end of an English contraction at `i`, or `i`. Ignoring case makes the long s an s.
  private static int contraction(String text, int i, boolean ignoreCase) {
    if (text.charAt(i) != '\'') {
      return i;
    }
    for (var ending : new String[] {"s", "t", "re", "ve", "m", "ll", "d"}) {
      if (text.regionMatches(ignoreCase, i + 1, ending, 0, ending.length())) {
        return i + 1 + ending.length();
      }
    }
    return i;
  }

  /// White space, without its last character if a word follows that will take it.
  private static int spaces(String text, int i) {
    int end = Kind.SPACE.run(text, i);
    return end == text.length() || end == i + 1 ? end : end - 1;
  }
}
