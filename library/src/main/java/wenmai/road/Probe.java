package wenmai.road;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import wenmai.corpus.Cleaner;
import wenmai.corpus.Pipeline;
import wenmai.corpus.Source;

/// A first look at a text.
///
/// @param bytes in UTF-8, cleaned
/// @param han    the share of Chinese characters
/// @param prompt how a sample should begin: as a document of many begins, or, of few, in the middle of things
record Probe(long bytes, double han, String prompt) {
  private static final int MANY = 20;

  static Probe of(List<Path> data) {
    var sums = new long[4];
    var middle = new StringBuilder();
    var report = new Pipeline(Source.of(data), Cleaner.LM, 1).run(document -> {
      sums[0] += document.text().getBytes(StandardCharsets.UTF_8).length;
      sums[1] += document.text().codePoints().filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN).count();
      sums[2] += document.text().length();
      if (document.text().length() > sums[3]) {
        sums[3] = document.text().length();
        middle.replace(0, middle.length(), beginning(document.text()));
      }
    });
    return new Probe(sums[0], (double) sums[1] / Math.max(1, sums[2]), report.kept() < MANY ? middle.toString() : "");
  }

  /// The first words, or characters, of the line in the middle of the longest document.
  private static String beginning(String text) {
    var line = text.substring(text.indexOf('\n', text.length() / 2) + 1).lines().map(String::strip).filter(l -> l.length() > 20)
        .findFirst().orElse("");
    var words = List.of(line.split(" "));
    boolean spaced = words.size() > 3 && words.getFirst().length() < 12;
    return spaced ? String.join(" ", words.subList(0, 3))
        : line.substring(0, line.offsetByCodePoints(0, Math.min(4, line.codePointCount(0, line.length()))));
  }
}
