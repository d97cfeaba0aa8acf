package wenmai.corpus.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Transliterator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Words found on the test texts of the second SIGHAN bakeoff (Emerson 2005), whose annotators did not agree on what a word
/// is: the two sets score a segmenter that was made for neither.
@Tag("data")
class SegmenterDataTest {
  private static final Path FOLDER = Path.of(System.getenv("WENMAI_DATA"), "corpora", "icwb2");

  @Test
  void chineseWordsAreThoseOfTheAnnotators() throws IOException {
    assertThat(f1("pku", text -> text)).isGreaterThan(0.9);
    assertThat(f1("msr", text -> text)).isGreaterThan(0.86);
  }

  @Test
  void traditionalTextIsCutAsSimplifiedTextIs() throws IOException {
    var traditional = Transliterator.getInstance("Hans-Hant");
    assertThat(f1("pku", traditional::transliterate)).isGreaterThan(0.88);
    assertThat(f1("msr", traditional::transliterate)).isGreaterThan(0.85);
  }

  /// @param form of the text, character for character
  private static double f1(String set, UnaryOperator<String> form) throws IOException {
    long right = 0;
    long found = 0;
    long wanted = 0;
    long characters = 0;
    ByScript.DEFAULT.words("热身");
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (String line : lines(set + "_test_gold.utf8.gz")) {
      var gold = List.of(line.strip().split("\\s+"));
      String text = form.apply(String.join("", gold));
      characters += text.length();
      var ours = spans(ByScript.DEFAULT.words(text));
      var theirs = spans(gold);
      found += ours.size();
      wanted += theirs.size();
      ours.retainAll(theirs);
      right += ours.size();
    }
    double f1 = 2.0 * right / (found + wanted);
    System.out.printf("words of %s: F1 %.3f, %,.0f characters a second%n", set, f1, characters / ((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9));
    return f1;
  }

  private static Set<List<Integer>> spans(List<String> words) {
    var spans = new HashSet<List<Integer>>();
    int at = 0;
    for (String word : words) {
      spans.add(List.of(at, at += word.length()));
    }
    return spans;
  }

  private static List<String> lines(String name) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(FOLDER.resolve(name)));
        Stream<String> lines = new BufferedReader(new InputStreamReader(in, UTF_8)).lines()) {
      return lines.filter(line -> !line.isBlank()).toList();
    }
  }
}
