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
/// @param han   the share of Chinese characters
record Probe(long bytes, double han, long documents) {
  static Probe of(List<Path> data) {
    var sums = new long[3];
    var report = new Pipeline(Source.of(data), Cleaner.LM, 1).run(document -> {
      sums[0] += document.text().getBytes(StandardCharsets.UTF_8).length;
      sums[1] += document.text().codePoints().filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN).count();
      sums[2] += document.text().length();
    });
    return new Probe(sums[0], (double) sums[1] / Math.max(1, sums[2]), report.kept());
  }
}
