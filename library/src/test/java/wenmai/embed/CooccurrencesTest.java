package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CooccurrencesTest {
  private static final long AMPLE = 1 << 30;

  @TempDir
  private Path folder;

  @Test
  void keysTellPairsAndAreNeverZero() {
    var random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      int word = random.nextInt() >>> random.nextInt(1, 32);
      int other = random.nextInt() >>> random.nextInt(1, 32);
      long key = PairKey.of(word, other);
      assertThat(key).isNotZero();
      assertThat(PairKey.word(key)).as("seed %d", SEED).isEqualTo(word);
      assertThat(PairKey.other(key)).as("seed %d", SEED).isEqualTo(other);
    }
    assertThat(PairKey.of(0, 0)).isNotZero();
  }

  @Test
  void aTableSumsAndGivesBackInTheOrderOfKeys() {
    var random = new Random(SEED);
    var table = new PairTable(4 << 20);
    for (int round = 0; round < 2; round++) {
      var sums = new HashMap<Long, Double>();
      while (!table.isFull()) {
        long key = PairKey.of(random.nextInt(300), random.nextInt(300));
        table.add(key, 0.5);
        sums.merge(key, 0.5, Double::sum);
        long rare = PairKey.of(random.nextInt(1 << 30), 7);
        table.add(rare, 2);
        sums.merge(rare, 2.0, Double::sum);
      }
      assertThat(sums).hasSizeGreaterThan(50_000);
      var run = table.drain();
      long last = 0;
      int size = 0;
      for (; run.next(); size++) {
        assertThat(Long.compareUnsigned(run.key(), last)).isPositive();
        last = run.key();
        assertThat(run.weight()).as("seed %d", SEED).isEqualTo(sums.get(last));
      }
      assertThat(size).isEqualTo(sums.size());
    }
  }

  private Path text(int lines, int words, Random random) throws IOException {
    var text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      int length = random.nextInt(1, 30);
      for (int i = 0; i < length; i++) {
        text.append('w').append((int) (words * random.nextDouble() * random.nextDouble())).append(' ');
      }
      text.append('\n');
    }
    return Files.writeString(folder.resolve("text.txt"), text);
  }

  /// The naive twin.
  private static Map<String, Double> naive(Path text, int window) throws IOException {
    var counts = new HashMap<String, Double>();
    for (var line : Files.readAllLines(text)) {
      var words = line.strip().split(" ");
      for (int i = 0; i < words.length; i++) {
        for (int j = 0; j < words.length; j++) {
          if (i != j && Math.abs(i - j) <= window) {
            counts.merge(words[i] + " " + words[j], 1.0 / Math.abs(i - j), Double::sum);
          }
        }
      }
    }
    return counts;
  }

  private Map<String, Double> counted(Path text, int window, long memory) throws IOException {
    var counts = new HashMap<String, Double>();
    try (var idFile = new RecordFile(folder); var pairFile = new RecordFile(folder); var ids = WordIds.of(text, 1, idFile);
        var pairs = Cooccurrences.count(ids, window, memory, pairFile, place -> {}, () -> false)) {
      for (long pair = 0; pair < pairs.size(); pair++) {
        var word = ids.words().get(pairs.word(pair));
        var other = ids.words().get(pairs.other(pair));
        assertThat(counts).doesNotContainKey(word + " " + other);
        counts.put(word + " " + other, pairs.weight(pair));
        counts.put(other + " " + word, pairs.weight(pair));
      }
    }
    return counts;
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "5", "15"})
  void equalTheirNaiveTwin(int window) throws IOException {
    var text = text(300, 60, new Random(SEED));
    var expected = naive(text, window);
    var actual = counted(text, window, AMPLE);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((pair, sum) -> assertThat(actual.get(pair)).as("seed %d, %s", SEED, pair).isCloseTo(sum, within(1e-9)));
  }

  @Test
  void whatDoesNotFitIsMergedFromRunsToTheSame() throws IOException {
    var text = text(30_000, 20_000, new Random(SEED));
    var whole = counted(text, 5, AMPLE);
    var merged = counted(text, 5, 1 << 20);
    assertThat(whole).hasSizeGreaterThan(1_500_000);   // of 39,321 a run: more runs than are kept apart
    assertThat(merged.keySet()).isEqualTo(whole.keySet());
    whole.forEach((pair, sum) -> assertThat(merged.get(pair)).isCloseTo(sum, within(1e-9)));
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName() + "")).containsExactly("text.txt");
    }
  }

  @Test
  void aWordAloneHasNoPairs() throws IOException {
    assertThat(counted(Files.writeString(folder.resolve("text.txt"), "a\n\nb\n"), 5, AMPLE)).isEmpty();
    assertThat(counted(Files.writeString(folder.resolve("text.txt"), "a a b\n"), 5, AMPLE))
        .isEqualTo(Map.of("a a", 2.0, "a b", 1.5, "b a", 1.5));
  }

  @Test
  void runsOfOnePairEachBecomeOne() throws IOException {
    var table = new PairTable(AMPLE);
    table.add(PairKey.of(1, 2), 0.25);
    var other = new PairTable(AMPLE);
    other.add(PairKey.of(1, 2), 0.5);
    other.add(PairKey.of(3, 4), 1);
    try (var file = new RecordFile(folder)) {
      PairRun.OfFile.write(List.of(table.drain(), other.drain()), file);
      var run = new PairRun.OfFile(file);
      var sums = new HashMap<Long, Double>();
      while (run.next()) {
        sums.put(run.key(), run.weight());
      }
      assertThat(sums).isEqualTo(Map.of(PairKey.of(1, 2), 0.75, PairKey.of(3, 4), 1.0));
    }
  }
}
