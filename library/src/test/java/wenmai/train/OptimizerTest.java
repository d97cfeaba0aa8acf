package wenmai.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import wenmai.files.Json;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.tensor.Device;
import wenmai.tensor.NoLeaks;
import wenmai.tensor.Numbers;
import wenmai.tensor.Scope;
import wenmai.tensor.Tape;
import wenmai.tensor.Tensor;

@NoLeaks
class OptimizerTest {
  private static final String UP = "model.layers.0.mlp.up_proj.weight";
  private static final String NORM = "model.norm.weight";

  private static Optimization keys(String... keys) {
    return Recipes.of(List.of(keys), Optimization.class);
  }

  /// On each backend what PyTorch 2.15's optimizers make of three weights (golden-optimizers.json, made by
  /// `golden_optimizers.py` beside it).
  static Stream<Object[]> golden() throws Exception {
    try (var in = Objects.requireNonNull(OptimizerTest.class.getResourceAsStream("golden-optimizers.json"))) {
      var cases = new ArrayList<Object[]>();
      for (var golden : Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "golden-optimizers.json")) {
        for (var device : List.of("jvm", "torch")) {
          cases.add(new Object[] {device, golden.path("keys").asString(), golden.path("weights")});
        }
      }
      return cases.stream();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("golden")
  void aHundredStepsFollowPyTorch(String device, String keys, JsonNode expected) {
    var weights = weights(Device.of(device));
    try (var optimizer = new Optimizer(weights, keys((keys + " clip=0").split(" ")))) {
      for (int step = 0; step < 100; step++) {
        double t = 0.1 * (step + 1);
        Tape.backward(() -> weights.values().stream().map(w -> loss(w, t)).reduce(Tensor::add).orElseThrow());
        optimizer.step(step, 0.02, 0);
      }
    }
    weights.forEach((name, weight) -> {
      var values = new float[expected.path(name).size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) expected.path(name).path(i).asDouble();
      }
      Numbers.assertNear(name, weight.floats(), values, 1e-5);
      weight.close();
    });
  }

  private static SequencedMap<String, Tensor> weights(Device device) {
    var weights = new LinkedHashMap<String, Tensor>();
    weights.put(UP, weight(device, 6, 4));
    weights.put(NORM, weight(device, 4));
    weights.put("model.layers.0.mlp.down_proj.weight", weight(device, 5, 7));
    return weights;
  }

  private static Tensor weight(Device device, long... shape) {
    var values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.cos(i + 1);
    }
    return device.of(values, shape).own();
  }

  /// Σ w²/2 + w (sin(t (i + 1)) − 1)
  private static Tensor loss(Tensor w, double t) {
    var pull = new float[(int) w.elements()];
    for (int i = 0; i < pull.length; i++) {
      pull[i] = (float) (Math.sin(t * (i + 1)) - 1);
    }
    return w.mul(0.5).add(w.device().of(pull, w.shape())).mul(w).sum();
  }

  @Test
  void clippingBoundsTheNormAndVectorsDoNotDecay() {
    var device = Device.jvm();
    var matrix = device.of(new float[] {4}, 1, 1).own();
    var vector = device.of(new float[] {4}, 1).own();
    var weights = new LinkedHashMap<String, Tensor>();
    weights.put("m", matrix);
    weights.put("v", vector);
    try (var optimizer = new Optimizer(weights, keys("rate=1", "lastRate=0", "decay=0.5", "beta1=0", "beta2=0", "clip=1")); matrix; vector) {
      Tape.backward(() -> matrix.reshape(1).mul(3).add(vector.mul(4)).sum());
      assertThat(optimizer.gradientNorm()).isCloseTo(5, within(1e-6));
      optimizer.step(0, 1, 5);
      // With both betas 0 a step is the sign of the gradient; the matrix also loses half of itself.
      assertThat(matrix.item()).isCloseTo(4 - 2 - 1, within(1e-5));
      assertThat(vector.item()).isCloseTo(4 - 1, within(1e-5));
    }
  }

  /// Steps that differ only in the gradient's length are equal in Adam, and differ by the factor of clipping in SGD.
  @ParameterizedTest
  @ValueSource(strings = {"sgd", "lion", "muon"})
  void eachRuleTakesTheClippedGradient(String kind) {
    assertThat(afterTwoSteps(1, kind, "clip=2")).isEqualTo(afterTwoSteps(0.5, kind, "clip=0"));
  }

  /// Two steps by gradients of norm 4, scaled.
  private static float[] afterTwoSteps(double scale, String kind, String clip) {
    var weight = weight(Device.jvm(), 4, 4);
    var weights = new LinkedHashMap<String, Tensor>();
    weights.put(UP, weight);
    try (var optimizer = new Optimizer(weights, keys("kind=" + kind, "momentum=0.5", clip)); weight) {
      for (int step = 0; step < 2; step++) {
        Tape.backward(() -> weight.mul(scale).sum());
        optimizer.step(step, 0.01, 4 * scale);
      }
      return weight.floats();
    }
  }

  @Test
  void groupsHaveRatesAndDecaysOfTheirOwn() {
    var o = keys("kind=sgd", "momentum=0", "decay=1", "clip=0", "groups=[{match: '*.up_proj.*', rate: 0.5, decay: 0}, {match: '*', rate: 0}]");
    var weights = weights(Device.jvm());
    try (var optimizer = new Optimizer(weights, o)) {
      Tape.backward(() -> weights.values().stream().map(Tensor::sum).reduce(Tensor::add).orElseThrow());
      optimizer.step(0, 0.1, 0);
    }
    weights.forEach((name, weight) -> {
      assertThat((double) weight.floats()[3]).as(name).isCloseTo(Math.cos(4) - (name.equals(UP) ? 0.05 : 0), within(1e-6));
      weight.close();
    });
  }

  @Test
  void aGroupWithoutWeightsIsRefused() {
    var weights = weights(Device.jvm());
    assertThatThrownBy(() -> new Optimizer(weights, keys("groups=[{match: lm_head*}]"))).isInstanceOf(BadInput.class)
        .hasMessageContaining("match (lm_head*) fits no weight").hasMessageContaining("model.layers.*.mlp.up_proj.weight");
    weights.values().forEach(Tensor::close);
  }

  /// The singular values of O are the roots of the eigenvalues of O Oᵀ: near 1 if O Oᵀ is near the unit matrix.
  @Test
  void newtonAndSchulzMakeAMatrixNearlyOrthogonal() {
    Scope.run(() -> {
      var random = new Random(Numbers.SEED);
      for (var shape : List.of(new long[] {8, 32}, new long[] {32, 8})) {
        var o = Muon.orthogonal(Device.jvm().of(Numbers.normal(random, 256), shape));
        var gram = (shape[0] < shape[1] ? o.matmul(o.transpose(0, 1)) : o.transpose(0, 1).matmul(o)).floats();
        for (int i = 0; i < 64; i++) {
          assertThat((double) gram[i]).as("seed %d", Numbers.SEED).isCloseTo(i % 9 == 0 ? 1 : 0, within(0.5));
        }
      }
    });
  }

  @Test
  void embeddingsAndTheOutputLayerAreNotMuons() {
    var weights = new LinkedHashMap<String, Tensor>();
    for (var name : List.of("model.embed_tokens.weight", "lm_head.weight", UP)) {
      weights.put(name, weight(Device.jvm(), 3, 3));
    }
    try (var optimizer = new Optimizer(weights, keys("kind=muon"))) {
      assertThat(optimizer.state().keySet()).containsExactly("first.model.embed_tokens.weight", "second.model.embed_tokens.weight",
          "first.lm_head.weight", "second.lm_head.weight", "momentum." + UP);
    }
    weights.values().forEach(Tensor::close);
  }
}
