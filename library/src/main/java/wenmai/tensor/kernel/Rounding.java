package wenmai.tensor.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// How a number times a factor becomes a whole one.
///
/// To the nearest, a number below half a step is lost, and with it the sum of many such: of a softmax's gradient, one −1 and
/// thousands of small probabilities. So gradients are *dithered*: rounded up as often as their fraction says, right in the
/// mean (Gupta 2015, "Deep learning with limited numerical precision", §3). The chance comes from a number's own bits and
/// its place, and so is the same every time.
final class Rounding {
  /// A number added to this is rounded, half to even, and stands in the last bits of the sum.
  static final float ROUNDER = 0x1.8p23f;
  static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  /// 2³² over the golden ratio and over its square, odd: Knuth, "The art of computer programming" 3, §6.4.
  private static final int SPREAD = 0x9e3779b9;
  static final int NEXT = 0x61c88647;
  private static final int ONE = Float.floatToRawIntBits(1);

  private Rounding() {}

  /// To the nearest, half to even.
  static int rounded(float x, float factor) {
    return Float.floatToRawIntBits(Math.fma(x, factor, ROUNDER)) - ROUNDER_BITS;
  }

  /// Of x at place i.
  static int dithered(float x, float factor, long i) {
    int mixed = (Float.floatToRawIntBits(x) + (int) i * NEXT) * SPREAD;
    float chance = Float.intBitsToFloat(mixed >>> 9 | ONE) - 1.5f;
    return Float.floatToRawIntBits(Math.fma(x, factor, chance) + ROUNDER) - ROUNDER_BITS;
  }

  /// The same of vectors, `mixed` being the bits of x + place · NEXT; above ROUNDER_BITS.
  static IntVector dithered(FloatVector x, FloatVector factors, IntVector mixed) {
    var chance = mixed.mul(SPREAD).lanewise(VectorOperators.LSHR, 9).or(ONE).reinterpretAsFloats();
    return x.fma(factors, chance.sub(1.5f)).add(ROUNDER).reinterpretAsInts();
  }
}
