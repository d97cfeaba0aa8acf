package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static wenmai.tensor.Numbers.SEED;
import static wenmai.tensor.Numbers.assertNear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.tensor.Numbers.Slopes;

/// Attention against its definition, a loop in fp64, for every mask.
@NoLeaks
class AttentionTest {

  /// The sizes of a call, its mask, and whether it has a bias.
  record Call(String name, int b, int n, int k, int t, int s, int h, Mask mask, boolean biased) {
    long[][] shapes() {
      long[][] shapes = {{b, n, t, h}, {b, k, s, h}, {b, k, s, h}, {n, t, s}};
      return biased ? shapes : new long[][] {shapes[0], shapes[1], shapes[2]};
    }

    float[][] inputs() {
      var random = new Random(SEED);
      var shapes = shapes();
      var inputs = new float[shapes.length][];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = Numbers.normal(random, (int) Shape.elements(shapes[i]));
      }
      return inputs;
    }

    Attended attend(Tensor[] x, Dropout dropout) {
      return x[0].attend(x[1], x[2], mask, biased ? new Bias.Scores(x[3]) : Bias.NONE, dropout);
    }

    boolean sees(int row, int query, int key) {
      int place = query + s - t;
      return switch (mask) {
        case Mask.Causal _ -> key <= place;
        case Mask.All _ -> true;
        case Mask.Lengths(int[] lengths) -> key < lengths[row];
        case Mask.Window(int width, int sinks) -> key <= place && (key > place - width || key < sinks);
        case Mask.Documents(int[][] starts) -> key <= place && key >= starts[row][place];
        case Mask.Runs(int[][] from, int[][] to) -> key >= from[row][query] && key < to[row][query];
      };
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Call call(String name, int b, int n, int k, int t, int s, int h, Mask mask) {
    return new Call(name, b, n, k, t, s, h, mask, false);
  }

  static final List<Call> SMALL = List.of(
      call("causal", 2, 2, 2, 4, 4, 3, Mask.CAUSAL),
      call("causal, one value a head", 1, 2, 1, 5, 5, 1, Mask.CAUSAL),
      call("causal, fewer queries than keys", 2, 2, 1, 2, 5, 2, Mask.CAUSAL),
      call("causal, one query", 1, 2, 2, 1, 4, 2, Mask.CAUSAL),
      call("causal, queries before the first key", 1, 2, 1, 5, 3, 2, Mask.CAUSAL),
      call("all, shared heads", 1, 4, 2, 3, 4, 2, Mask.ALL),
      call("lengths, one of them 0", 3, 2, 2, 2, 4, 2, new Mask.Lengths(4, 0, 2)),
      call("window", 1, 2, 2, 6, 6, 2, new Mask.Window(2, 0)),
      call("window with sinks", 1, 2, 1, 7, 7, 2, new Mask.Window(2, 2)),
      call("window with sinks, later", 1, 1, 1, 3, 8, 2, new Mask.Window(3, 1)),
      call("documents", 2, 2, 1, 5, 5, 2, new Mask.Documents(new int[] {0, 0, 2, 2, 4}, new int[] {0, 1, 1, 1, 1})),
      call("documents, the last of them", 1, 1, 1, 2, 5, 2, new Mask.Documents(new int[] {0, 0, 2, 2, 4})),
      call("documents, both sides", 1, 2, 1, 5, 5, 2, runs(0, 0, 2, 2, 2, 2, 5, 5, 5, 5)),
      call("documents that were read, one of them empty", 1, 2, 2, 4, 6, 2, runs(1, 1, 4, 0, 4, 4, 6, 0)),
      new Call("causal with bias", 2, 2, 1, 3, 4, 2, Mask.CAUSAL, true),
      new Call("window with sinks and bias", 1, 2, 2, 6, 6, 1, new Mask.Window(2, 1), true));

  static final List<Call> LARGE = List.of(
      call("causal of several blocks", 2, 2, 1, 131, 131, 64, Mask.CAUSAL),
      call("causal, later", 1, 4, 2, 67, 203, 7, Mask.CAUSAL),
      call("one query of many keys", 1, 3, 3, 1, 301, 64, Mask.CAUSAL),
      call("all", 1, 2, 2, 65, 97, 7, Mask.ALL),
      call("lengths", 3, 2, 2, 70, 70, 7, new Mask.Lengths(70, 1, 33)),
      call("window of several blocks", 1, 2, 1, 200, 200, 7, new Mask.Window(17, 0)),
      call("window with sinks of several blocks", 1, 2, 1, 200, 200, 7, new Mask.Window(17, 5)),
      call("window wider than a block", 1, 1, 1, 150, 250, 1, new Mask.Window(90, 3)),
      call("documents that were read, of several blocks", 1, 2, 1, 150, 130, 7, runs(IntStream.range(0, 300)
          .map(i -> i < 150 ? i / 42 * 35 : Math.min(130, (i - 150) / 42 * 35 + 35)).toArray())),
      call("documents of several blocks", 1, 2, 2, 150, 150, 7, new Mask.Documents(everyFortyTwo(150))),
      new Call("causal of several blocks with bias", 2, 2, 2, 100, 140, 7, Mask.CAUSAL, true));

  static final List<Call> CALLS = new ArrayList<>(SMALL);

  static {
    CALLS.addAll(LARGE);
  }

  /// Of one row, all beginnings before all ends.
  private static Mask runs(int... edges) {
    int half = edges.length / 2;
    return new Mask.Runs(new int[][] {Arrays.copyOf(edges, half)}, new int[][] {Arrays.copyOfRange(edges, half, edges.length)});
  }

  private static int[] everyFortyTwo(int n) {
    var starts = new int[n];
    for (int i = 0; i < n; i++) {
      starts[i] = i / 42 * 42;
    }
    return starts;
  }

  /// The definition: outputs, log-sum-exps and probabilities.
  private static float[][] naive(Call c, float[][] x) {
    var out = new float[c.b * c.n * c.t * c.h];
    var logSumExp = new float[c.b * c.n * c.t];
    var weights = new float[c.b * c.n * c.t * c.s];
    for (int row = 0; row < logSumExp.length; row++) {
      int b = row / c.t / c.n;
      int n = row / c.t % c.n;
      int t = row % c.t;
      int kv = b * c.k + n / (c.n / c.k);
      var scores = new double[c.s];
      double sum = 0;
      for (int s = 0; s < c.s; s++) {
        for (int h = 0; h < c.h; h++) {
          scores[s] += (double) x[0][row * c.h + h] * x[1][(kv * c.s + s) * c.h + h];
        }
        scores[s] = scores[s] / Math.sqrt(c.h) + (c.biased ? x[3][(n * c.t + t) * c.s + s] : 0);
        sum += c.sees(b, t, s) ? Math.exp(scores[s]) : 0;
      }
      logSumExp[row] = (float) Math.log(sum);
      for (int s = 0; s < c.s; s++) {
        double weight = c.sees(b, t, s) ? Math.exp(scores[s]) / sum : 0;
        weights[row * c.s + s] = (float) weight;
        for (int h = 0; h < c.h; h++) {
          out[row * c.h + h] += (float) (weight * x[2][(kv * c.s + s) * c.h + h]);
        }
      }
    }
    return new float[][] {out, logSumExp, weights};
  }

  @ParameterizedTest
  @FieldSource("CALLS")
  void equalsItsDefinition(Call c) {
    var inputs = c.inputs();
    var expected = naive(c, inputs);
    for (var device : List.of(Device.jvm(), Device.torch())) {
      Scope.run(() -> {
        var x = new Tensor[inputs.length];
        for (int i = 0; i < x.length; i++) {
          x[i] = device.of(inputs[i], c.shapes()[i]);
        }
        var attended = c.attend(x, Dropout.NONE);
        assertNear(c + " on " + device, attended.out().floats(), expected[0], 1e-4);
        assertNear("log-sum-exp of " + c + " on " + device, attended.logSumExp().floats(), expected[1], 1e-4);
        if (!c.biased) {
          assertNear("weights of " + c + " on " + device, x[0].attentionWeights(x[1], c.mask).floats(), expected[2], 1e-4);
        }
      });
    }
  }

  @ParameterizedTest
  @FieldSource("SMALL")
  void gradientsAreSlopes(Call c) {
    var inputs = c.inputs();
    var slopes = Slopes.of(Device.jvm(), inputs, c.shapes(), x -> c.attend(x, Dropout.NONE).out()).gradients();
    var differences = Slopes.byDifferences(Device.jvm(), inputs, c.shapes(), x -> c.attend(x, Dropout.NONE).out());
    for (int i = 0; i < slopes.length; i++) {
      assertNear(c + ", gradient " + i, slopes[i], differences[i], 1e-3);
    }
  }

  @ParameterizedTest
  @FieldSource("CALLS")
  void gradientsAreTheSameOnBothBackends(Call c) {
    var inputs = c.inputs();
    var ours = Slopes.of(Device.jvm(), inputs, c.shapes(), x -> c.attend(x, Dropout.NONE).out()).gradients();
    var theirs = Slopes.of(Device.torch(), inputs, c.shapes(), x -> c.attend(x, Dropout.NONE).out()).gradients();
    for (int i = 0; i < ours.length; i++) {
      assertNear(c + ", gradient " + i, ours[i], theirs[i], 1e-4);
    }
  }

  /// Heads side by side in memory, as a model's projections leave them, and a bias that does not lie in row order.
  @ParameterizedTest
  @ValueSource(strings = {"jvm", "torch"})
  void inputsMayBeViews(String device) {
    var c = new Call("views", 2, 2, 2, 5, 5, 3, Mask.CAUSAL, true);
    var inputs = c.inputs();
    var straight = Slopes.of(Device.of(device), inputs, c.shapes(), x -> c.attend(x, Dropout.NONE).out());
    var views = Slopes.of(Device.of(device), inputs, c.shapes(), x -> {
      var y = x.clone();
      for (int i = 0; i < 3; i++) {
        y[i] = turned(x[i], 1, 2);
      }
      y[3] = turned(x[3], 1, 2);
      return c.attend(y, Dropout.NONE).out();
    });
    assertNear("views", views.result(), straight.result(), 1e-5);
    for (int i = 0; i < inputs.length; i++) {
      assertNear("views, gradient " + i, views.gradients()[i], straight.gradients()[i], 1e-5);
    }
  }

  /// The same numbers, but in memory with two axes exchanged.
  private static Tensor turned(Tensor x, int a, int b) {
    return x.transpose(a, b).mul(1).transpose(a, b);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "torch"})
  void dropoutIsReplayedBackwards(String device) {
    var c = call("dropout", 1, 2, 1, 4, 4, 2, Mask.CAUSAL);
    var dropout = new Dropout(0.4, new Seed(5));
    var inputs = c.inputs();
    var slopes = Slopes.of(Device.of(device), inputs, c.shapes(), x -> c.attend(x, dropout).out());
    var again = Slopes.of(Device.of(device), inputs, c.shapes(), x -> c.attend(x, dropout).out());
    var differences = Slopes.byDifferences(Device.of(device), inputs, c.shapes(), x -> c.attend(x, dropout).out());
    assertThat(again.result()).containsExactly(slopes.result());
    for (int i = 0; i < inputs.length; i++) {
      assertNear("dropout on " + device + ", gradient " + i, slopes.gradients()[i], differences[i], 2e-3);
    }
  }

  /// Values that are all 1 mix to the weight that was kept: 1 on average.
  @ParameterizedTest
  @ValueSource(strings = {"jvm", "torch"})
  void dropoutKeepsTheMean(String device) {
    Scope.run(() -> {
      var q = Device.of(device).zeros(2, 4, 80, 8);
      var ones = Device.of(device).constant(1, 2, 4, 80, 8);
      var out = q.attend(q, ones, Mask.ALL, Bias.NONE, new Dropout(0.25, new Seed(9))).out();
      assertThat(out.mean().item()).isBetween(0.99, 1.01);
      var other = q.attend(q, ones, Mask.ALL, Bias.NONE, new Dropout(0.25, new Seed(10))).out();
      assertThat(other.floats()).isNotEqualTo(out.floats());
    });
  }

  @Test
  void aQueryThatSeesNothingGetsZeros() {
    for (var device : List.of(Device.jvm(), Device.torch())) {
      Scope.run(() -> {
        var x = device.constant(3, 1, 1, 2, 2);
        assertThat(x.attend(x, x, new Mask.Lengths(0)).floats()).containsOnly(0);
      });
    }
  }
}
