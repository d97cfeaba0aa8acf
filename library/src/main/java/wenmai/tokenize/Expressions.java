package wenmai.tokenize;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/// A split by regular expressions, one after the other: each cuts what the ones before it left whole, and what it
/// matches and what lies between its matches become pieces. It needs the whole text at once, and about ten times as
/// long as a scanner.
final class Expressions implements Split {
  private final List<String> patterns;
  private final List<Pattern> compiled;

  Expressions(String... patterns) {
    this.patterns = List.of(patterns);
    this.compiled = this.patterns.stream().map(Expressions::compile).toList();
  }

  @Override
  public int end(String text, int i) {
    return ends(text).applyAsInt(i);
  }

  @Override
  public IntUnaryOperator ends(String text) {
    var cuts = new BitSet(text.length() + 1);
    cuts.set(text.length());
    for (var pattern : compiled) {
      var matcher = pattern.matcher(text);
      for (int from = 0, to; from < text.length(); from = to) {
        to = cuts.nextSetBit(from + 1);
        for (matcher.region(from, to); matcher.find(); ) {
          cuts.set(matcher.start());
          cuts.set(matcher.end());
        }
      }
    }
    return i -> cuts.nextSetBit(i + 1);
  }

  @Override
  public List<String> patterns() {
    return patterns;
  }

  /// Java's notation differs in the names of scripts alone, once its classes are Unicode's and its lines end at `\n`.
  private static Pattern compile(String pattern) {
    return Pattern.compile(pattern.replace("\\p{Han}", "\\p{IsHan}"),
        Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE | Pattern.UNIX_LINES);
  }
}
