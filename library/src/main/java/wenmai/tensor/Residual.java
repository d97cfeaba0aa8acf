package wenmai.tensor;

import java.util.function.UnaryOperator;

/// y + dropout(branch(y)) with y = before(x), where the branch does with each position by itself whatever it does. It may
/// therefore be computed for some positions at a time, and its hidden layer, the widest of a transformer, is never there for
/// all of them. Kitaev 2020, "Reformer", §3 ("chunking").
///
/// Pieces change no bit, so they are taken where the device promises that ([Device#rowsApart]).
public record Residual(UnaryOperator<Tensor> before, UnaryOperator<Tensor> branch, Dropout dropout) {
  /// Rows of a piece; the last has up to twice as many, for a product of a few rows would sum in another order.
  public static final int ROWS = 4096;

  /// A piece of x [R,D]: rows from `from` on.
  private interface Piece {
    void run(long from, long length);
  }

  private static long next(long rest) {
    return rest < 2 * ROWS ? rest : ROWS;
  }

  /// The rows that the longest piece of so many may have.
  public static long longest(long rows) {
    return Math.min(rows, 2 * ROWS - 1);
  }

  private static void pieces(long rows, Piece body) {
    long length;
    for (long from = 0; from < rows; from += length) {
      length = next(rows - from);
      long here = from;
      long many = length;
      Scope.run(() -> body.run(here, many));
    }
  }

  public Tensor apply(Tensor x) {                                                    // [..,D]
    var y = Scope.run(() -> before.apply(x));
    return y.add((Tape.recording() ? branch.apply(y) : inPieces(y)).dropout(dropout));
  }

  private Tensor inPieces(Tensor y) {
    var rows = y.reshape(-1, y.size(-1));                                            // [R,D]
    if (rows.size(0) < 2 * ROWS || !y.device().rowsApart()) {
      return branch.apply(y);
    }
    var all = y.device().empty(rows.shape());
    pieces(rows.size(0), (from, length) -> all.narrow(0, from, length).assign(branch.apply(rows.narrow(0, from, length))));
    return all.reshape(y.shape());
  }

  /// The gradient of y, from that of the whole.
  Tensor backward(Tensor y, Tensor g) {
    var rows = y.detached().reshape(-1, y.size(-1));                                 // [R,D]
    var slope = g.dropout(dropout).reshape(rows.shape());
    var sum = g.reshape(rows.shape()).mul(1);
    pieces(rows.size(0), (from, length) -> {
      var leaf = rows.narrow(0, from, length).requireGrad();
      try (var tape = new Tape(Tape.Watcher.NOBODY)) {
        tape.walk(tape.during(() -> branch.apply(leaf)), slope.narrow(0, from, length));
        sum.narrow(0, from, length).accumulate(leaf.grad());
      }
    });
    return sum.reshape(y.shape());
  }
}
