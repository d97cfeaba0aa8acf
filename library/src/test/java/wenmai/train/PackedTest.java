package wenmai.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wenmai.files.Recipes;
import wenmai.files.TokenFile;
import wenmai.model.CausalModel;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tensor.Mask;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;
import wenmai.tensor.Tensor;

class PackedTest {
  private static final int VOCABULARY = 50;

  @TempDir
  Path folder;

  private TokenFile file(int seed, int... lengths) {
    var random = new SplittableRandom(seed);
    var path = folder.resolve("file-" + System.nanoTime() + ".tokens");
    try (var writer = TokenFile.create(path, VOCABULARY, "0".repeat(64))) {
      for (int length : lengths) {
        writer.document(random.ints(length, 0, VOCABULARY).toArray());
      }
      writer.finish();
    }
    return TokenFile.open(path);
  }

  private static List<Integer> questions(Packed packed) {
    return IntStream.range(0, packed.rows()).mapToObj(packed::row).flatMap(List::stream)
        .flatMap(p -> IntStream.range((int) p.from(), (int) p.from() + p.size()).boxed()).sorted().toList();
  }

  @RepeatedTest(10)
  void everyQuestionOfEveryDocumentStandsInOneRow(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition();
    var random = new SplittableRandom(seed);
    var lengths = random.ints(40, 0, 30).toArray();
    int context = 1 + random.nextInt(20);
    try (var tokens = file(seed, lengths)) {
      for (boolean bestFit : new boolean[] {true, false}) {
        for (boolean ended : new boolean[] {true, false}) {
          var packed = Packed.documents(tokens, context, ended, bestFit);
          var expected = new ArrayList<Integer>();
          for (int d = 0; d < tokens.documents(); d++) {
            int start = (int) tokens.documentStart(d);
            int first = ended && start > 0 ? start - 1 : start;
            IntStream.range(first, (int) tokens.documentStart(d + 1) - 1).forEach(expected::add);
          }
          assertThat(questions(packed)).as("seed %d", seed).isEqualTo(expected);
          var waste = packed.waste();
          assertThat(waste.positions()).isEqualTo((long) packed.rows() * context);
          assertThat(waste.padding()).isEqualTo(waste.positions() - expected.size());
          assertThat(waste.dropped()).isEqualTo(tokens.size() - expected.size());
          assertThat(IntStream.range(0, packed.rows()).mapToObj(packed::row)).as("seed %d", seed)
              .allMatch(row -> row.stream().mapToInt(TrainingRows.Piece::size).sum() <= context);
        }
      }
      assertThat(questions(Packed.windows(tokens, context))).isEqualTo(IntStream.range(0, (int) tokens.size() - 1).boxed().toList());
    }
  }

  @Test
  void whatIsCutIsCounted() {
    try (var tokens = file(1, 5, 9, 20, 0, 1)) {                                     // questions: 4, 8, 19, none, none
      assertThat(Packed.documents(tokens, 8, false, true).waste()).isEqualTo(new Packed.Waste(5, 1, 4, 1, 32, 4));
      assertThat(Packed.documents(tokens, 8, false, false).waste()).isEqualTo(new Packed.Waste(5, 1, 5, 9, 40, 4));
      assertThat(Packed.documents(tokens, 8, true, true).waste().dropped()).isEqualTo(1);
      assertThat(Packed.windows(tokens, 8).waste()).isEqualTo(new Packed.Waste(5, 2, 5, 6, 40, 1));
    }
  }

  @Test
  void documentsKeepTheirOrder() {
    try (var tokens = file(1, 4, 3, 12, 2, 6)) {
      var packed = Packed.documents(tokens, 6, false, false);
      var starts = IntStream.range(0, packed.rows()).mapToObj(packed::row).flatMap(List::stream).map(TrainingRows.Piece::from).toList();
      assertThat(starts).isSorted();
    }
  }

  @ParameterizedTest
  @CsvSource({"llama, 0", "gpt, 0", "llama, 3", "gpt, 4"})
  void lossAndGradientOfPackedRowsAreThoseOfTheDocumentsOneByOne(String kind, int window) {
    var shape = Recipes.of(List.of("kind=" + kind, "window=" + window, "layers=2", "width=16", "heads=2", "context=16"), ModelShape.class);
    try (var tokens = file(5, 9, 12, 4, 6, 17, 3, 2);
        var one = CausalModel.of(shape.config(VOCABULARY), Weights.fresh(Device.jvm(), new Seed(1)));
        var two = CausalModel.of(shape.config(VOCABULARY), Weights.fresh(Device.jvm(), new Seed(1)))) {
      var packed = Packed.documents(tokens, 16, false, true);
      var batch = Batches.of(IntStream.range(0, packed.rows()).mapToObj(r -> new Batches.Row(tokens, packed.row(r))).toList(), 16);
      assertThat(batch.mask()).isInstanceOf(Mask.Documents.class);
      assertThat(batch.rows()).isLessThan(tokens.documents());
      for (var decoder : List.of(one, two)) {
        decoder.weights().all().values().forEach(Tensor::requireGrad);
      }
      double together = Tape.backward(() -> Loss.nextToken(one, batch, Pass.whole(batch.mask())));
      double apart = 0;
      for (int d = 0; d < tokens.documents(); d++) {
        int size = (int) (tokens.documentStart(d + 1) - tokens.documentStart(d)) - 1;
        var document = new Batches(tokens.read(tokens.documentStart(d), size), tokens.read(tokens.documentStart(d) + 1, size), 1, size);
        apart += Tape.backward(() -> Loss.nextToken(two, document, Pass.WHOLE).mul((double) size / batch.counted()));
      }
      assertThat(together).isCloseTo(apart, within(1e-5));
      two.weights().all().forEach((name, weight) -> assertThat(gradient(requireNonNull(one.weights().all().get(name)))).as(name)
          .usingComparatorWithPrecision(1e-5f).containsExactly(gradient(weight)));
    }
  }

  private static float[] gradient(Tensor weight) {
    return weight.grad().floats();
  }
}
