package wenmai.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import wenmai.files.TokenFile;
import wenmai.tensor.Device;
import wenmai.tensor.Mask;
import wenmai.tensor.Tensor;
import wenmai.train.TrainingRows.Piece;

/// Sequences of ids, each with its targets: the same ids one place on.
///
/// @param ids     rows · length
/// @param targets rows · length; −1 does not count
/// @param mask    which ids see which: those of their own document
public record Batches(int[] ids, int[] targets, int rows, int length, Mask mask) {

  /// Rows of one text each.
  public Batches(int[] ids, int[] targets, int rows, int length) {
    this(ids, targets, rows, length, Mask.CAUSAL);
  }

  /// A row to be: pieces of a text side by side, then padding.
  record Row(TokenFile tokens, List<Piece> pieces) {}

  static Batches of(List<Row> rows, int length) {
    var ids = new int[rows.size() * length];
    var targets = new int[rows.size() * length];
    var edges = new int[rows.size()][];
    var read = new int[length + 1];
    Arrays.fill(targets, -1);
    for (int r = 0; r < rows.size(); r++) {
      int at = 0;
      for (var piece : rows.get(r).pieces()) {
        rows.get(r).tokens().copy(piece.from(), read, 0, piece.size() + 1);
        System.arraycopy(read, 0, ids, r * length + at, piece.size());
        System.arraycopy(read, 1, targets, r * length + at, piece.size());
        at += piece.size();
      }
      edges[r] = Texts.edges(rows.get(r).pieces().stream().mapToInt(Piece::size));
    }
    return new Batches(ids, targets, rows.size(), length, new Texts(length, edges).causal());
  }

  /// Tokens of a row, padding behind them left out.
  int size(int row) {
    return (int) Arrays.stream(targets, row * length, (row + 1) * length).filter(target -> target >= 0).count();
  }

  /// Its texts; those of a row that is not packed are one.
  Texts texts() {
    return new Texts(length, IntStream.range(0, rows).mapToObj(this::edges).toArray(int[][]::new));
  }

  private int[] edges(int row) {
    var begins = IntStream.range(0, size(row)).filter(place -> mask.from(row, place, length, length) == place);
    return IntStream.concat(begins, IntStream.of(size(row))).toArray();
  }

  /// The texts of one row.
  List<int[]> row(int row) {
    var edges = edges(row);
    return IntStream.range(0, edges.length - 1)
        .mapToObj(i -> Arrays.copyOfRange(ids, row * length + edges[i], row * length + edges[i + 1])).toList();
  }

  Tensor tensor(Device device) {                                                     // [B,T]
    return device.of(ids, rows, length);
  }

  /// Targets that count.
  public long counted() {
    return Arrays.stream(targets).filter(target -> target >= 0).count();
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
}
