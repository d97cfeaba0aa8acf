package wenmai.train;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import wenmai.tensor.Seed;

/// Takes spans out of each text and puts a sentinel in the place of each; to be written are the sentinels, each before its
/// span, and one more that ends them: "a b c d e" → "a ⟨0⟩ d ⟨1⟩" and "⟨0⟩ b c ⟨1⟩ e ⟨2⟩". Raffel 2019 §3.1.4, with the
/// lengths of its published code: what stays and what goes are each cut into as many parts at random, and alternate. A
/// function of the batch and the seed.
///
/// @param start     the id before everything that is written
/// @param sentinels their ids
record Spans(Corruption corruption, int start, int... sentinels) {

  /// What a text becomes.
  private record Cut(int[] read, int[] write) {}

  Exercise apply(Batches batch, Seed seed) {
    var cuts = IntStream.range(0, batch.rows()).mapToObj(row -> {
      var random = seed.at(row).random();
      return batch.row(row).stream().map(text -> cut(text, random)).toList();
    }).toList();
    var read = each(cuts, Cut::read);
    var write = each(cuts, Cut::write);
    var source = Texts.of(read);
    var text = Texts.of(write);
    return new Exercise(new Exercise.Source(source.ids(read, 0), batch.rows(), source.bothSides(), text.seeing(source)),
        new Batches(text.ids(each(cuts, this::asking), 0), text.ids(write, -1), batch.rows(), text.length(), text.causal()));
  }

  private static List<List<int[]>> each(List<List<Cut>> cuts, Function<Cut, int[]> side) {
    return cuts.stream().map(row -> row.stream().map(side).toList()).toList();
  }

  private Cut cut(int[] text, SplittableRandom random) {
    var lengths = lengths(text.length, random);
    return new Cut(every(text, lengths, 0), every(text, lengths, 1));
  }

  /// Each id asks for the one after it; the first is asked for by the start.
  private int[] asking(Cut cut) {
    return IntStream.concat(IntStream.of(start), Arrays.stream(cut.write, 0, cut.write.length - 1)).toArray();
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
}
