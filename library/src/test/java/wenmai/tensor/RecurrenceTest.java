package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wenmai.tensor.Numbers.SEED;
import static wenmai.tensor.Numbers.assertNear;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import wenmai.files.Json;

@NoLeaks
class RecurrenceTest {

  /// Made by `golden_lstm.py` beside golden-lstm.json.
  private static JsonNode golden() throws Exception {
    try (var in = Objects.requireNonNull(RecurrenceTest.class.getResourceAsStream("golden-lstm.json"))) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "golden-lstm.json");
    }
  }

  private static float[] floats(JsonNode list) {
    var values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.path(i).asDouble();
    }
    return values;
  }

  private static Tensor curve(Device device, boolean sine, double scale, long... shape) {
    var values = new float[(int) Shape.elements(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * (sine ? Math.sin(i + 1) : Math.cos(i + 1)));
    }
    return device.of(values, shape);
  }

  private static SequencedMap<String, Tensor> given(Device device) {
    var given = new LinkedHashMap<String, Tensor>();
    given.put("inputs", curve(device, false, 0.8, 2, 5, 3));
    given.put("inputWeight", curve(device, false, 0.8, 16, 3));
    given.put("weight", curve(device, false, 0.8, 16, 4));
    given.put("bias", curve(device, false, 0.8, 16));
    given.put("output", curve(device, false, 0.8, 2, 4));
    given.put("cell", curve(device, false, 0.8, 2, 4));
    return given;
  }

  private static Tensor of(SequencedMap<String, Tensor> given, String name) {
    return Objects.requireNonNull(given.get(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "torch"})
  void valuesAndGradientsAreThoseOfPyTorch(String name) throws Exception {
    var golden = golden();
    var device = Device.of(name);
    Scope.run(() -> {
      var given = given(device);
      given.values().forEach(Tensor::requireGrad);
      Tape.backward(() -> {
        var gates = of(given, "inputs").linear(of(given, "inputWeight"), of(given, "bias"));
        var made = gates.recur(of(given, "weight"), of(given, "output"), of(given, "cell"));
        assertNear("out", made.out().floats(), floats(golden.path("out")), 1e-6);
        assertNear("last cell", made.cell().floats(), floats(golden.path("lastCell")), 1e-6);
        return made.out().mul(curve(device, true, 1, 2, 5, 4)).sum();
      });
      given.forEach((key, x) -> assertNear("gradient of " + key, x.grad().floats(), floats(golden.path("gradients").path(key)), 1e-5));
    });
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    var device = Device.jvm();
    Scope.run(() -> {
      var state = device.zeros(2, 4);
      assertThatThrownBy(() -> device.zeros(2, 5, 16).recur(device.zeros(16, 3), state, state)).hasMessageContaining("[16, 3]");
      assertThatThrownBy(() -> device.zeros(3, 5, 16).recur(device.zeros(16, 4), state, state)).hasMessageContaining("[3, 5, 16]");
    });
  }

  /// The recurrence as operations that the tape knows, a step at a time.
  private static Tensor naive(Tensor inputs, Tensor weight, Tensor output, Tensor cell) {
    long width = weight.size(1);
    var h = output;
    var c = cell;
    for (long t = 0; t < inputs.size(1); t++) {
      var sums = inputs.narrow(1, t, 1).reshape(output.size(0), 4 * width).add(h.linear(weight));
      var forget = sums.narrow(1, width, width).sigmoid();
      var candidate = sums.narrow(1, 2 * width, width).tanh();
      c = forget.mul(c).add(sums.narrow(1, 0, width).sigmoid().mul(candidate));
      h = sums.narrow(1, 3 * width, width).sigmoid().mul(c.tanh());
    }
    return h;
  }

  /// Batch, steps, width: of so few rows that one thread goes alone, and of more than a slab of a packed weight holds.
  private static final int[][] SIZES = {{1, 1, 1}, {1, 3, 8}, {3, 7, 33}, {5, 2, 300}, {2, 40, 16}};

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "torch"})
  void theLastOutputAndItsGradientsAreThoseOfSingleOperations(String name) {
    var random = new Random(SEED);
    for (var size : SIZES) {
      long b = size[0];
      long d = size[2];
      var shapes = new long[][] {{b, size[1], 4 * d}, {4 * d, d}, {b, d}, {b, d}};
      var inputs = Arrays.stream(shapes).map(shape -> Numbers.normal(random, (int) Shape.elements(shape))).toArray(float[][]::new);
      double scale = 1 / Math.sqrt(d);
      var ours = Numbers.Slopes.of(Device.of(name), inputs, shapes,
          x -> x[0].recur(x[1].mul(scale), x[2], x[3]).out().narrow(1, size[1] - 1, 1).reshape(b, d));
      var plain = Numbers.Slopes.of(Device.of(name), inputs, shapes, x -> naive(x[0], x[1].mul(scale), x[2], x[3]));
      assertNear("out", ours.result(), plain.result(), 1e-5);
      for (int i = 0; i < inputs.length; i++) {
        assertNear("gradient " + i + " of " + Arrays.toString(size), ours.gradients()[i], plain.gradients()[i], 1e-4);
      }
    }
  }
}
