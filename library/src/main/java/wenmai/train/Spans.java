package wenmai.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import wenmai.model.Padded;
import wenmai.tensor.Seed;

/// Takes spans out of each row and puts a sentinel in the place of each; to be written are the sentinels, each before its
/// span, and one more that ends them: "a b c d e" → "a ⟨0⟩ d ⟨1⟩" and "⟨0⟩ b c ⟨1⟩ e ⟨2⟩". Raffel 2019 §3.1.4, with the
/// lengths of its published code: what stays and what goes are each cut into as many parts at random, and alternate. A
/// function of the batch and the seed.
///
/// @param start     the id before everything that is written
/// @param sentinels their ids
record Spans(Corruption corruption, int start, int... sentinels) {

  Exercise apply(Batches batch, Seed seed) {
    var read = new int[batch.rows()][];
    var write = new int[batch.rows()][];
    for (int row = 0; row < batch.rows(); row++) {
      int first = row * batch.length();
      var text = Arrays.copyOfRange(batch.ids(), first, first + batch.size(row));
      var lengths = lengths(text.length, seed.at(row).random());
      read[row] = every(text, lengths, 0);
      write[row] = every(text, lengths, 1);
    }
    var lengths = Arrays.stream(read).mapToInt(row -> row.length).toArray();
    return new Exercise(new Padded(side(read, 0), lengths), written(write));
  }

  /// What stays, what goes, what stays …
  private int[] lengths(int tokens, SplittableRandom random) {
    int hidden = corruption.hidden(tokens);
    int spans = corruption.spans(tokens);
    var stay = parts(tokens - hidden, spans, random);
    var go = parts(hidden, spans, random);
    return IntStream.range(0, 2 * spans).map(i -> i % 2 == 0 ? stay[i / 2] : go[i / 2]).toArray();
  }

  /// A number as a sum of positive ones, drawn at random; alone it may be 0.
  private static int[] parts(int sum, int count, SplittableRandom random) {
    var cuts = random.ints(1, Math.max(2, sum)).distinct().limit(count - 1).sorted().toArray();
    return IntStream.range(0, count)
        .map(i -> (i == count - 1 ? sum : cuts[i]) - (i == 0 ? 0 : cuts[i - 1])).toArray();
  }

  /// What stays (0), a sentinel behind each part; or what goes (1), a sentinel before each part and at the end.
  private int[] every(int[] text, int[] lengths, int kind) {
    var ids = IntStream.builder();
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (i % 2 == 1) {
        ids.add(sentinels[i / 2]);
      }
      if (i % 2 == kind) {
        Arrays.stream(text, at, at + lengths[i]).forEach(ids::add);
      }
      at += lengths[i];
    }
    if (kind == 1) {
      ids.add(sentinels[lengths.length / 2]);
    }
    return ids.build().toArray();
  }

  /// Each id asks for the one after it; the first is asked for by the start.
  private Batches written(int[]... rows) {
    var ids = Arrays.stream(rows)
        .map(row -> IntStream.concat(IntStream.of(start), Arrays.stream(row, 0, row.length - 1)).toArray()).toArray(int[][]::new);
    var targets = side(rows, -1);
    return new Batches(side(ids, 0), targets, rows.length, targets.length / rows.length);
  }

  /// Rows filled up to one length.
  private static int[] side(int[][] rows, int filling) {
    int length = Arrays.stream(rows).mapToInt(row -> row.length).max().orElseThrow();
    var all = new int[rows.length * length];
    Arrays.fill(all, filling);
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, all, row * length, rows[row].length);
    }
    return all;
  }
}
