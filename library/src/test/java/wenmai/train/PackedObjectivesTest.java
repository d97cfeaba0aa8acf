package wenmai.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.assertNear;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import wenmai.model.DecoderConfig;
import wenmai.model.Encoder;
import wenmai.model.EncoderDecoder;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tensor.Mask;
import wenmai.tensor.NoLeaks;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;
import wenmai.tensor.Tensor;

/// Documents packed into rows are to an encoder, and to a decoder beside it, as if each were alone.
@NoLeaks
class PackedObjectivesTest {
  private static final long SEED = 11;
  private static final int VOCABULARY = 60;
  private static final int LENGTH = 32;
  private static final Corruption CORRUPTION = new Corruption(0.3, 2);
  private static final int[] SENTINELS = IntStream.range(2, 20).toArray();
  static final List<DecoderConfig> CONFIGS = List.of(DecoderConfig.llama(VOCABULARY, 24, 2, 4, 2, 40, LENGTH),
      DecoderConfig.gpt(VOCABULARY, 24, 2, 3, LENGTH, true));

  /// Rows of documents of these sizes: without padding; with documents of one and two tokens; of so many that more is to be
  /// written than was read; one alone.
  private static Batches batch() {
    var random = new SplittableRandom(SEED);
    var rows = Stream.of(new int[] {10, 3, 19}, new int[] {1, 7, 2, 1, 12}, IntStream.generate(() -> 1).limit(16).toArray(), new int[] {20})
        .map(sizes -> Arrays.stream(sizes).mapToObj(size -> random.ints(size, 20, VOCABULARY).toArray()).toList()).toList();
    var texts = Texts.of(rows);
    return new Batches(texts.ids(rows, 0), texts.ids(rows, -1), rows.size(), texts.length(), texts.causal());
  }

  private interface Alone {
    Exercise of(Batches text, int row, int number);
  }

  /// Each text of these by itself.
  private static List<Exercise> apart(Batches packed, Texts texts, Mask mask, Alone alone) {
    var edges = texts.edges();
    return IntStream.range(0, packed.rows()).boxed().flatMap(row -> IntStream.range(0, edges[row].length - 1).mapToObj(i -> {
      int from = row * packed.length() + edges[row][i];
      int to = row * packed.length() + edges[row][i + 1];
      return alone.of(new Batches(Arrays.copyOfRange(packed.ids(), from, to), Arrays.copyOfRange(packed.targets(), from, to), 1, to - from,
          mask), row, i);
    })).toList();
  }

  /// The text of this number of a row that was read.
  private static Exercise.Source source(Exercise.Source packed, int row, int number) {
    int length = packed.ids().length / packed.rows();
    var mask = packed.mask();
    int from = IntStream.range(0, length)
        .filter(s -> mask.from(row, s, length, length) == s && mask.to(row, s, length, length) > s).skip(number).findFirst().orElseThrow();
    var ids = Arrays.copyOfRange(packed.ids(), row * length + from, row * length + mask.to(row, from, length, length));
    return new Exercise.Source(ids, 1, Mask.ALL, Mask.ALL);
  }

  private static void packedEqualsApart(Learner learner, Exercise packed, List<Exercise> apart) {
    double targets = packed.text().counted();
    double together = learn(learner, packed, 1);
    var gradients = gradients(learner);
    learner.model().weights().all().values().forEach(Tensor::clearGrad);
    double alone = apart.stream().filter(exercise -> exercise.text().counted() > 0)
        .mapToDouble(exercise -> learn(learner, exercise, exercise.text().counted() / targets)).sum();
    assertThat(together).as("loss, seed %d", SEED).isCloseTo(alone, within(1e-5));
    gradients(learner).forEach((name, gradient) -> assertNear(name + ", seed " + SEED, requireNonNull(gradients.get(name)), gradient, 1e-5));
  }

  private static double learn(Learner learner, Exercise exercise, double share) {
    return Tape.backward(() -> Loss.of(learner, exercise, Pass.WHOLE, LossTerms.DEFAULTS, share));
  }

  private static Map<String, float[]> gradients(Learner learner) {
    var gradients = new TreeMap<String, float[]>();
    learner.model().weights().all().forEach((name, weight) -> gradients.put(name, weight.grad().floats()));
    return gradients;
  }

  private static Weights weights(Device device) {
    return Weights.fresh(device, new Seed(SEED));
  }

  private static void onBothDevices(Function<Device, Learner> learners, Function<Exercise, List<Exercise>> apart) {
    for (var device : List.of(Device.jvm(), Device.torch())) {
      try (var learner = learners.apply(device)) {
        learner.model().weights().all().values().forEach(Tensor::requireGrad);
        var packed = learner.exercise(batch(), new Seed(SEED));
        packedEqualsApart(learner, packed, apart.apply(packed));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void maskedTokensOfAPackedTextAreThoseOfTheTextAlone(DecoderConfig config) {
    var masking = new Masking(CORRUPTION, 1, VOCABULARY, id -> id < 20);
    onBothDevices(device -> new Learner.Masked(new Encoder(config, weights(device)), masking),
        packed -> apart(packed.text(), batch().texts(), Mask.ALL, (text, _, _) -> Exercise.of(text)));
  }

  @ParameterizedTest
  @FieldSource("CONFIGS")
  void spansOfAPackedTextAreThoseOfTheTextAlone(DecoderConfig config) {
    var spans = new Spans(CORRUPTION, 1, SENTINELS);
    onBothDevices(device -> new Learner.Denoising(new EncoderDecoder(config, weights(device)), spans, LENGTH),
        packed -> apart(packed.text(), packed.text().texts(), Mask.CAUSAL, (text, row, i) -> new Exercise(source(packed.source(), row, i), text)));
  }
}
