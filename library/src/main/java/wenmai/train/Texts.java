package wenmai.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wenmai.tensor.Mask;

/// Texts side by side in rows of one length, with padding behind the last: which place sees which, so that none sees another
/// text.
///
/// @param edges of each row: where its texts begin, and where the last one ends
record Texts(int length, int[]... edges) {

  static Texts of(List<List<int[]>> rows) {
    var edges = rows.stream().map(row -> edges(row.stream().mapToInt(text -> text.length))).toArray(int[][]::new);
    return new Texts(Arrays.stream(edges).mapToInt(row -> row[row.length - 1]).max().orElseThrow(), edges);
  }

  /// Of one row, by the sizes of its texts.
  static int[] edges(IntStream sizes) {
    var edges = IntStream.concat(IntStream.of(0), sizes).toArray();
    Arrays.parallelPrefix(edges, Integer::sum);
    return edges;
  }

  /// The texts of these rows in their places.
  int[] ids(List<List<int[]>> rows, int padding) {                                   // rows · length
    var all = new int[rows.size() * length];
    Arrays.fill(all, padding);
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < rows.get(row).size(); i++) {
        var text = rows.get(row).get(i);
        System.arraycopy(text, 0, all, row * length + edges[row][i], text.length);
      }
    }
    return all;
  }

  private boolean single() {
    return Arrays.stream(edges).allMatch(row -> row.length == 2);
  }

  /// Every place sees its own text up to itself; padding sees itself.
  Mask causal() {
    if (single()) {
      return Mask.CAUSAL;
    }
    var starts = new int[edges.length][length];
    for (int row = 0; row < edges.length; row++) {
      Arrays.setAll(starts[row], place -> place);
      spread(starts[row], edges[row], edges[row]);
    }
    return new Mask.Documents(starts);
  }

  /// Every place sees all of its own text.
  Mask bothSides() {
    return seeing(this);
  }

  /// Every place sees all of the text that has its own text's number in the same row of those that were read; padding sees
  /// nothing.
  Mask seeing(Texts read) {
    if (single() && read.single()) {
      var sizes = Arrays.stream(read.edges).mapToInt(row -> row[1]).toArray();
      return Arrays.stream(sizes).allMatch(size -> size == read.length) ? Mask.ALL : new Mask.Lengths(sizes);
    }
    var from = new int[edges.length][length];
    var to = new int[edges.length][length];
    for (int row = 0; row < edges.length; row++) {
      var there = read.edges[row];
      spread(from[row], edges[row], there);
      spread(to[row], edges[row], Arrays.copyOfRange(there, 1, there.length));
    }
    return new Mask.Runs(from, to);
  }

  /// To all places of text i the value i.
  private static void spread(int[] places, int[] edges, int[] values) {
    for (int i = 0; i + 1 < edges.length; i++) {
      Arrays.fill(places, edges[i], edges[i + 1], values[i]);
    }
  }
}
