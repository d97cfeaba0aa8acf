package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.embed.GloVe.Formula;
import wenmai.message.BadInput;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

class GloVeTest {
  private static final int D = 7;
  /// So small that a step is the gradient, times this.
  private static final double RATE = 2e-3;

  @TempDir
  private Path folder;

  private static GloVe how(Formula formula, int epochs, int threads) {
    return new GloVe(formula, 20, 3, 1, formula.rate(), epochs, 1 << 24, threads, new Seed(SEED));
  }

  private WordVectors train(GloVe how, Path text) {
    return how.train(text, folder, Progress.NONE, () -> false).vectors();
  }

  /// Lines of one topic, and a fifth as many of all: where words of different topics never meet, biases alone explain every count.
  private Path mixed(int lines) throws IOException {
    var random = new Random(SEED);
    var text = new StringBuilder(Files.readString(Topics.text(folder, lines)));
    for (int word = 0; word < 2 * lines; word++) {
      text.append(Topics.word(random.nextInt(Topics.TOPICS), random.nextInt(Topics.WORDS))).append(word % 10 == 9 ? '\n' : ' ');
    }
    return Files.writeString(folder.resolve("mixed.txt"), text);
  }

  @ParameterizedTest
  @CsvSource({"BILINEAR,1", "BILINEAR,3", "LOGDOT,1"})
  void wordsOfOneTopicComeNearEachOther(Formula formula, int threads) throws IOException {
    var vectors = train(how(formula, 100, threads), mixed(3000));
    for (int topic = 0; topic < Topics.TOPICS; topic++) {
      var letter = Topics.word(topic, 0).substring(0, 1);
      assertThat(vectors.nearest(Topics.word(topic, 0), Topics.WORDS - 1)).as("seed %d", SEED).allMatch(near -> near.word().startsWith(letter));
    }
  }

  @ParameterizedTest
  @EnumSource
  void withOneThreadTheSameSeedGivesTheSameVectors(Formula formula) throws IOException {
    var text = Topics.text(folder, 300);
    var first = train(how(formula, 3, 1), text);
    var second = train(how(formula, 3, 1), text);
    assertThat(second.words()).isEqualTo(first.words());
    assertThat(first.words()).allSatisfy(word -> assertThat(second.vector(word)).containsExactly(first.vector(word)));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(text);
    }
  }

  @Test
  void countsWeighAsInThePaper() {
    assertThat(GloVe.weight(100)).isEqualTo(1);
    assertThat(GloVe.weight(1e9)).isEqualTo(1);
    assertThat(GloVe.weight(3.7)).isCloseTo(Math.pow(0.037, 0.75), within(1e-12));
  }

  private static void fill(NativeMatrix rows, int columns) {
    var random = new Random(SEED);
    for (int row = 0; row < rows.count(); row++) {
      for (int column = 0; column < columns; column++) {
        rows.set(row, column, (float) random.nextGaussian());
      }
    }
  }

  /// Of the loss by one number of a row.
  private static double slope(NativeMatrix rows, int row, int column, DoubleSupplier loss) {
    float before = rows.get(row, column);
    float h = 1f / 256;
    rows.set(row, column, before + h);
    double above = loss.getAsDouble();
    rows.set(row, column, before - h);
    double below = loss.getAsDouble();
    rows.set(row, column, before);
    return (above - below) / (2 * h);
  }

  private static double dot(NativeMatrix rows, int a, int b, int columns) {
    double dot = 0;
    for (int column = 0; column < columns; column++) {
      dot += (double) rows.get(a, column) * rows.get(b, column);
    }
    return dot;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 3, 5000})
  void glovesStepGoesDownTheSlopeOfItsLoss(double count) {
    var step = new BilinearStep(D, RATE, new Seed(SEED), 3);
    var rows = step.rows();
    fill(rows, D);
    DoubleSupplier loss = () -> loss(rows, 1, 3 + 1, count);   // a word beside itself: one order
    var slopes = new double[6][D + 2];
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < D + 2; column++) {
        slopes[row][column] = column == (row < 3 ? D + 1 : D) ? 0 : slope(rows, row, column, loss);
      }
    }
    var before = new float[6][];
    for (int row = 0; row < 6; row++) {
      before[row] = rows.row(row);
    }
    step.learn(1, 1, count);
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < D + 2; column++) {
        double rate = column == (row < 3 ? D : D + 1) ? 1 : RATE;   // of a bias
        double expected = rate * slopes[row][column];
        assertThat(before[row][column] - rows.get(row, column)).as("seed %d, %d %d", SEED, row, column)
            .isCloseTo((float) expected, within((float) (2e-3 * (rate + Math.abs(expected)))));
      }
    }
    assertThat(rows.get(0, D + 1)).isEqualTo(1);
    assertThat(rows.get(5, D)).isEqualTo(1);
  }

  /// f (w · w̃ + b + b̃ − log X)² / 2
  private static double loss(NativeMatrix rows, int word, int context, double count) {
    return GloVe.weight(count) * Math.pow(dot(rows, word, context, D + 2) - Math.log(count), 2) / 2;
  }

  /// Writes down what it is to learn.
  private record Listening(int orders, List<String> heard) implements PairTraining.Step {
    @Override
    public void learn(int word, int other, double count) {
      heard.add(word + " " + other + " " + count);
    }

    @Override
    public NativeMatrix vectors() {
      return new NativeMatrix(1, 1);
    }
  }

  @Test
  void eachEpochLearnsEachOrderOfAPairOnce() throws IOException {
    var text = Files.writeString(folder.resolve("pairs.txt"), "a a a b\n");   // 0 is a, 1 is b
    try (var idFile = new RecordFile(folder); var pairFile = new RecordFile(folder); var ids = WordIds.of(text, 1, idFile);
        var pairs = Cooccurrences.count(ids, 2, 1 << 24, pairFile, place -> {}, () -> false)) {
      var training = new PairTraining(pairs, 2, 1, new Seed(SEED), () -> false);
      var one = new Listening(1, new ArrayList<>());
      var two = new Listening(2, new ArrayList<>());
      assertThat(training.run(one, share -> {})).isTrue();
      assertThat(training.run(two, share -> {})).isTrue();
      assertThat(one.heard).containsExactlyInAnyOrder("0 0 5.0", "0 1 1.5", "0 0 5.0", "0 1 1.5");
      assertThat(two.heard).containsExactlyInAnyOrder("0 0 5.0", "0 1 1.5", "1 0 1.5", "0 0 5.0", "0 1 1.5", "1 0 1.5");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 3, 5000})
  void logDotsStepGoesDownTheSlopeOfItsLoss(double count) {
    for (float scale : new float[] {0.1f, 1, -1}) {   // the last one below the bend
      var step = new LogDotStep(D, RATE, new Seed(SEED), 3);
      var rows = step.vectors();
      fill(rows, D);
      for (int column = 0; column < D; column++) {
        rows.set(2, column, scale * rows.get(0, column));
      }
      float bias = step.bias();
      var slopes = new double[3][D];
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < D; column++) {
          slopes[row][column] = slope(rows, row, column, () -> logDotLoss(rows, bias, count));
        }
      }
      double biasSlope = (logDotLoss(rows, bias + 1e-3, count) - logDotLoss(rows, bias - 1e-3, count)) / 2e-3;
      var before = new float[][] {rows.row(0), rows.row(1), rows.row(2)};
      step.learn(0, 2, count);
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < D; column++) {
          double gain = (before[row][column] - rows.get(row, column)) / RATE;
          assertThat(gain).as("seed %d, %d %d", SEED, row, column).isCloseTo(slopes[row][column], within(2e-3 * (1 + Math.abs(gain))));
        }
      }
      assertThat((bias - step.bias()) / RATE).as("seed %d", SEED).isCloseTo(biasSlope, within(2e-3 * (1 + Math.abs(biasSlope))));
    }
  }

  /// f (max(0, log(w · w + b)) − max(0, log X))² / 2
  private static double logDotLoss(NativeMatrix rows, double bias, double count) {
    double s = dot(rows, 0, 2, D) + bias;
    double c = s > 0 ? Math.max(0, Math.log(s)) : 0;
    return GloVe.weight(count) * Math.pow(c - Math.max(0, Math.log(count)), 2) / 2;
  }

  @Test
  void aRunThatIsAskedToStopSaysSo() throws IOException {
    var text = Topics.text(folder, 300);
    assertThat(how(Formula.BILINEAR, 3, 1).train(text, folder, Progress.NONE, () -> true).stopped()).isTrue();
  }

  @Test
  void progressEndsWithAllWordsOfAllEpochsAndTheCount() throws IOException {
    var last = new long[2];
    how(Formula.BILINEAR, 5, 1).train(Topics.text(folder, 500), folder, (done, total) -> {
      last[0] = done;
      last[1] = total;
    }, () -> false);
    assertThat(last).containsExactly(500 * 10 * 6, 500 * 10 * 6);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new GloVe(Formula.BILINEAR, 9, 5, 5, 0.05, 1, 1000, 1, new Seed(1))).isInstanceOf(BadInput.class)
        .hasMessage("memory (1,000 bytes) must be at least 1,048,576");
    assertThatThrownBy(() -> new GloVe(Formula.BILINEAR, 9, 0, 5, 0.05, 1, 1 << 20, 1, new Seed(1))).isInstanceOf(BadInput.class)
        .hasMessageContaining("window (0)");
  }
}
