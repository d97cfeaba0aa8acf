package wenmai.train;

import java.util.function.Consumer;
import wenmai.files.TokenFile;
import wenmai.message.BadInput;
import wenmai.tensor.Seed;

/// Sequences of ids, each with its targets: the same ids one place on.
///
/// @param ids     rows · length
/// @param targets rows · length; −1 does not count
public record Batches(int[] ids, int[] targets, int rows, int length) {

  /// Rows from places drawn at random: of step `step`, part `part`, always the same ones. So a run that goes on needs to
  /// know nothing but its step.
  public static Batches random(TokenFile tokens, int rows, int length, Seed seed, long step, int part) {
    var random = seed.at(step).at(part).random();
    var ids = new int[rows * length];
    var targets = new int[rows * length];
    var row = new int[length + 1];
    for (int r = 0; r < rows; r++) {
      tokens.copy(random.nextLong(tokens.size() - length), row, 0, length + 1);
      System.arraycopy(row, 0, ids, r * length, length);
      System.arraycopy(row, 1, targets, r * length, length);
    }
    return new Batches(ids, targets, rows, length);
  }

  /// Every token but the first once as a target, in windows of the context side by side, `rows` of them a batch.
  public static void inOrder(TokenFile tokens, int rows, int length, Consumer<Batches> consumer) {
    long targets = tokens.size() - 1;
    for (long at = 0; at < targets;) {
      int whole = (int) Math.min(rows, (targets - at) / length);
      var batch = whole > 0 ? window(tokens, at, whole, length) : window(tokens, at, 1, (int) (targets - at));
      consumer.accept(batch);
      at += batch.targets.length;
    }
  }

  private static Batches window(TokenFile tokens, long at, int rows, int length) {
    return new Batches(tokens.read(at, rows * length), tokens.read(at + 1, rows * length), rows, length);
  }

  static void requireEnough(TokenFile tokens, String name, int least) {
    if (tokens.size() < least) {
      throw new BadInput("the %s split has %d tokens; the context needs at least %d: give more text or a shorter context",
          "%s 部分只有 %d 个词元；上下文至少需要 %d 个：请给更多文本，或缩短 context", name, tokens.size(), least);
    }
  }
}
