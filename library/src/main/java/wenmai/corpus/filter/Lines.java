package wenmai.corpus.filter;

import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The lines (or paragraphs) of a text that are not blank, without the spaces around them, and shares of them.
record Lines(List<String> all) {
  private static final Pattern PARAGRAPH = Pattern.compile("\n\\s*\n");

  static Lines of(String text) {
    return of(text.lines());
  }

  /// What blank lines separate.
  static Lines paragraphs(String text) {
    return of(PARAGRAPH.splitAsStream(text));
  }

  private static Lines of(Stream<String> parts) {
    return new Lines(parts.map(String::strip).filter(part -> !part.isEmpty()).toList());
  }

  double share(Predicate<String> of) {
    return (double) all.stream().filter(of).count() / Math.max(1, all.size());
  }

  /// The share of lines that stood before.
  double repeated() {
    var seen = new HashSet<String>();
    return share(line -> !seen.add(line));
  }

  /// The share of characters in lines that stood before.
  double repeatedCharacters() {
    var seen = new HashSet<String>();
    long repeated = all.stream().filter(line -> !seen.add(line)).mapToLong(String::length).sum();
    return (double) repeated / Math.max(1, characters());
  }

  private long characters() {
    return all.stream().mapToLong(String::length).sum();
  }
}
