package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;
import static wenmai.tensor.Numbers.assertNear;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.tensor.Numbers.Slopes;

/// What every operation keeps, on both backends.
@NoLeaks
class OperationTest {
  static final List<Operation> OPERATIONS = Operation.ALL;
  private static final long[][] TINY = {{2, 3, 4, 2}, {1, 1, 1, 1}, {2, 1, 5, 3}, {3, 5, 1, 2}};
  private static final long[][] AWKWARD =
      {{1, 1, 17, 1}, {3, 17, 101, 31}, {1, 97, 257, 13}, {2, 5, 2051, 7}, {1, 131, 67, 521}, {7, 1, 64, 16}, {2, 200, 96, 256}};

  @ParameterizedTest
  @FieldSource("OPERATIONS")
  void theTapesGradientIsTheSlopeOfTheLoss(Operation operation) {
    var random = new Random(SEED);
    for (var size : TINY) {
      var shapes = operation.shapes().of(size[0], size[1], size[2], size[3]);
      var inputs = operation.inputs(random, shapes);
      var slopes = Slopes.of(Device.jvm(), inputs, shapes, operation.formula()::apply).gradients();
      var differences = Slopes.byDifferences(Device.jvm(), inputs, shapes, operation.formula()::apply);
      for (int i = 0; i < slopes.length; i++) {
        assertNear(operation + ", gradient " + i, slopes[i], differences[i], 1e-3);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("OPERATIONS")
  void bothBackendsAgree(Operation operation) {
    var random = new Random(SEED);
    for (var size : AWKWARD) {
      var shapes = operation.shapes().of(size[0], size[1], size[2], size[3]);
      var inputs = operation.inputs(random, shapes);
      var ours = Slopes.of(Device.jvm(), inputs, shapes, operation.formula()::apply);
      var theirs = Slopes.of(Device.torch(), inputs, shapes, operation.formula()::apply);
      assertNear(operation + " of " + size[1], ours.result(), theirs.result(), 1e-4);
      for (int i = 0; i < shapes.length; i++) {
        assertNear(operation + ", gradient " + i, ours.gradients()[i], theirs.gradients()[i], 1e-4);
      }
    }
  }

  /// 200,000 values: the share that falls is within 5 standard deviations, and whether one falls says nothing of the next, nor
  /// of that 4,096 further.
  @ParameterizedTest
  @ValueSource(strings = {"jvm", "torch"})
  void dropoutDropsItsShareAtRandom(String name) {
    int n = 200_000;
    double rate = 0.2;
    Scope.run(() -> {
      var device = Device.of(name);
      var out = device.constant(3, n).dropout(new Dropout(rate, new Seed(SEED))).floats();
      var fallen = new BitSet();
      IntStream.range(0, n).filter(i -> out[i] == 0).forEach(fallen::set);
      assertThat(out).containsOnly(0, (float) (3 / (1 - rate)));
      assertShare(fallen, n, rate);
      for (int apart : new int[] {1, 4096}) {
        var both = fallen.get(apart, n);
        both.and(fallen);
        assertShare(both, n - apart, rate * rate);
      }
    });
  }

  private static void assertShare(BitSet some, int n, double share) {
    assertThat(some.cardinality() / (double) n).isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / n)));
  }
}
