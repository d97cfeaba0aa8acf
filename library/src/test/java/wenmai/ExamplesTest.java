package wenmai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The examples say what is true of them, each run as a reader runs it: by the JDK's source launcher.
@Timeout(60)
class ExamplesTest {

  @Test
  void fourNeuronsLearnExclusiveOr() throws Exception {
    var out = run("Xor");
    var losses = numbers(out, "损失 ([0-9.]+)");
    assertThat(losses).hasSize(11).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(losses.getFirst()).isGreaterThan(0.1);
    assertThat(losses.getLast()).isLessThan(0.01);
    var answers = matches(out, "(\\d) xor (\\d) = ([0-9.]+) ≈ (\\d)");
    assertThat(answers).hasSize(4).allSatisfy(a -> {
      int truth = Integer.parseInt(a.group(1)) ^ Integer.parseInt(a.group(2));
      assertThat(Integer.parseInt(a.group(4))).isEqualTo(truth);
      assertThat(Double.parseDouble(a.group(3))).isCloseTo(truth, within(0.2));
    });
  }

  @Test
  void theArticlesModelFitsItsSentencesAndIsMeasuredOnOthers() throws Exception {
    var fits = run("Article").split("\nfit ");
    assertThat(fits).hasSize(3);
    for (var fit : List.of(fits[1], fits[2])) {
      assertThat(numbers(fit, "epoch +\\d+  loss [0-9.]+  accuracy ([0-9.]+)")).hasSize(12)
          .satisfies(accuracies -> assertThat(accuracies.getLast()).isBetween(0.9, 1.0));
      assertThat(numbers(fit, "epoch +\\d+  loss ([0-9.]+)"))
          .satisfies(losses -> assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2));
      assertThat(numbers(fit, "(?m)^([0-9.]+)  [^\\d]+$")).hasSize(6).allMatch(p -> p >= 0 && p <= 1);
    }
    assertThat(fits[1]).doesNotContain("validation loss");
    assertThat(numbers(fits[2], "validation loss [0-9.]+  accuracy ([0-9.]+)"))
        .hasSize(12).allMatch(a -> a >= 0 && a <= 1);
  }

  @Test
  void everyTableOfCatsAndDogsIsAlignedAndAttentionSumsToOne() throws Exception {
    var parts = run("CatsAndDogs").split("\n\n");
    int attentions = 0;
    for (var part : Arrays.asList(parts).subList(1, parts.length - 1)) {
      var lines = part.lines().skip(1).toList();
      assertThat(lines.stream().map(ExamplesTest::columns).distinct()).as(part).hasSize(1);
      if (part.contains("softmax")) {
        attentions++;
        assertThat(lines).hasSize(7);
        for (var row : lines.subList(1, 7)) {
          var weights = numbers(row, "(-?[0-9.]+)");
          assertThat(weights).hasSize(6).allMatch(w -> w >= 0);
          assertThat(weights.stream().mapToDouble(w -> w).sum()).isCloseTo(1, within(0.004));   // printed are three digits
        }
      }
    }
    assertThat(attentions).isEqualTo(4);
    assertThat(parts).hasSize(1 + 1 + 4 * 4 + 1 + 1);   // a table for the embeddings, 4 a head, one for the sentence
    assertThat(numbers(parts[parts.length - 1], "概率: ([0-9.]+)")).hasSize(1).allMatch(p -> p > 0.5 && p <= 1);
  }

  @Test
  void whatStandsTogetherBecomesAlikeAndWhatDoesNotDoesNot() throws Exception {
    var out = run("SimilarWords", "zh");
    var dogs = numbers(out, "p\\(猫, 狗\\) = .* = ([0-9.]+)；");
    var trains = numbers(out, "p\\(猫, 火车\\) = .* = ([0-9.]+)；");
    assertThat(dogs.getFirst()).isCloseTo(trains.getFirst(), within(0.1));
    assertThat(dogs.getLast()).isGreaterThan(0.9);
    assertThat(trains.getLast()).isLessThan(0.3);
    var shares = numbers(out, "softmax 给它 ([0-9.]+)");
    assertThat(shares).hasSize(4).allMatch(p -> p >= 0 && p <= 1);
    assertThat(shares.get(2)).isGreaterThan(5 * shares.get(0));
    assertThat(numbers(out, "步 +损失 ([0-9.]+)")).hasSize(5).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(matches(out, "(?m)^  [0-9.]+  (\\S+)$").getFirst().group(1)).isEqualTo("狗");
    assertThat(run("SimilarWords", "zh")).isEqualTo(out);
    assertThat(numbers(run("SimilarWords", "en"), "(-?[0-9.]+)")).isEqualTo(numbers(out, "(-?[0-9.]+)"));
  }

  private static String run(String example) throws IOException, InterruptedException {
    return run(example, "en");
  }

  private static String run(String example, String language) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Dstdout.encoding=UTF-8",
        "-cp", System.getProperty("java.class.path"), Path.of("..", "examples", example + ".java").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("WENMAI_LANG", language);
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.replace("\r\n", "\n");
  }

  private static List<MatchResult> matches(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }

  private static List<Double> numbers(String text, String pattern) {
    return matches(text, pattern).stream().map(match -> Double.valueOf(match.group(1))).toList();
  }

  /// Of a terminal, where a Chinese character takes two.
  private static int columns(String line) {
    return line.codePoints().map(c -> Character.isIdeographic(c) ? 2 : 1).sum();
  }
}
