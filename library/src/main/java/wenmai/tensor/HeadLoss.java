package wenmai.tensor;

import java.util.Arrays;

/// The loss of an output layer, a few rows at a time: a chunk's logits are computed, priced and turned into their own slope
/// where they lie, used, and forgotten. So R × V numbers never stand in memory, only one chunk of them.
///
/// @param hidden  [R,D]
/// @param weight  [V,D]
/// @param targets [R]; −1 does not count
/// @param precision of the logits
public record HeadLoss(Tensor hidden, Tensor weight, Tensor targets, Criterion criterion, Precision precision) {
  /// Logits of a chunk at most, 64 MB: every chunk reads the whole weight and adds to its whole gradient, so that smaller ones
  /// cost more (measured on a processor: LOG, 2026-11-27).
  private static final long LOGITS = 1 << 24;
  private static final long LEAST_ROWS = 64;

  /// Rows of a chunk.
  public static long chunk(long rows, long vocabulary) {
    long most = Math.max(LEAST_ROWS, LOGITS / vocabulary);
    return Math.ceilDiv(rows, Math.ceilDiv(rows, most));
  }

  /// Uses the slope of the logits [rows,V] that begin at row `from`.
  interface Chunk {
    void use(long from, Tensor slope);
  }

  /// scale · the mean over the targets that count.
  Tensor run(double scale, Chunk chunk) {
    long rows = hidden.size(0);
    long each = chunk(rows, weight.size(0));
    double share = scale / Math.max(1, Arrays.stream(targets.longs()).filter(target -> target >= 0).count());
    var sum = hidden.device().zeros();
    for (long at = 0; at < rows; at += each) {
      long from = at;
      long count = Math.min(each, rows - at);
      Scope.run(() -> {
        var logits = hidden.narrow(0, from, count).linear(weight, precision);                   // [rows,V]
        sum.accumulate(logits.intoSlope(targets.narrow(0, from, count), criterion, share));
        chunk.use(from, logits);
      });
    }
    return sum;
  }
}
