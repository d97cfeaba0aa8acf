package wenmai.tokenize;

import java.lang.Character.UnicodeScript;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import wenmai.message.BadInput;

/// What the pieces of SentencePiece never cross (Kudo and Richardson 2018): a `▁`, which stands for a space, and characters of one script
/// behind it. What is learned from runs is therefore what would be learned from whole texts, in a fraction of the time.
final class ScriptRuns {
  private static final int LONGEST = 512;

  private ScriptRuns() {}

  static void requireCoverage(double coverage) {
    if (coverage <= 0 || coverage > 1) {
      throw new BadInput("coverage (%s) must be above 0 and at most 1, as 0.9995", "coverage（%s）须大于 0 且不超过 1，例如 0.9995", coverage);
    }
  }

  /// A text with its spaces marked, and one more in front.
  static String marked(String text) {
    return Metaspace.SPACE + text.replace(' ', Metaspace.SPACE);
  }

  /// Where the runs of a marked text end.
  static IntUnaryOperator ends(String text) {
    return i -> end(text, i);
  }

  private static int end(String text, int i) {
    var run = UnicodeScript.INHERITED;
    int end = text.charAt(i) == Metaspace.SPACE ? i + 1 : i;
    while (end < text.length() && text.charAt(end) != Metaspace.SPACE && end - i < LONGEST) {
      int c = text.codePointAt(end);
      var script = script(c);
      if (script != UnicodeScript.INHERITED) {
        if (run != UnicodeScript.INHERITED && run != script) {
          break;
        }
        run = script;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  private static UnicodeScript script(int c) {
    var script = UnicodeScript.of(c);
    boolean japanese = script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA || c == 'ー';
    return japanese ? UnicodeScript.HAN : script;
  }

  /// The characters that make up `coverage` of all, the most frequent first.
  static BitSet covered(long[] counts, double coverage) {
    double all = IntStream.range(0, counts.length).mapToLong(c -> counts[c]).sum();
    var covered = new BitSet();
    long so = 0;
    for (int c : IntStream.range(0, counts.length).filter(c -> counts[c] > 0).boxed()
        .sorted((a, b) -> Long.compare(counts[b], counts[a])).toList()) {
      if (so / all >= coverage) {
        break;
      }
      so += counts[c];
      covered.set(c);
    }
    return covered;
  }
}
