package wenmai.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import wenmai.tensor.Seed;

/// Hides single tokens of each row: of those chosen, 80 % become the mask, 10 % a token drawn at random, and 10 % stay, so
/// that a model cannot tell which places it will be asked about. Devlin 2018 §3.1. A function of the batch and the seed.
///
/// @param mask    its id
/// @param special ids that are never chosen
record Masking(Corruption corruption, int mask, int vocabulary, IntPredicate special) {
  private static final double MASKED = 0.8;
  private static final double RANDOM = 0.1;

  /// The same rows with tokens hidden; targets are the hidden tokens themselves, and every place sees its whole text.
  Batches apply(Batches batch, Seed seed) {
    var ids = batch.ids().clone();
    var targets = new int[ids.length];
    Arrays.fill(targets, -1);
    for (int row = 0; row < batch.rows(); row++) {
      var random = seed.at(row).random();
      for (int place : chosen(batch, row, random)) {
        targets[place] = ids[place];
        double draw = random.nextDouble();
        ids[place] = draw < MASKED ? mask : draw < MASKED + RANDOM ? random.nextInt(vocabulary) : ids[place];
      }
    }
    return new Batches(ids, targets, batch.rows(), batch.length(), batch.texts().bothSides());
  }

  private int[] chosen(Batches batch, int row, SplittableRandom random) {
    int first = row * batch.length();
    var places = IntStream.range(first, first + batch.size(row)).filter(i -> !special.test(batch.ids()[i])).toArray();
    int count = Math.min(places.length, corruption.hidden(places.length));
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i, places.length);
      int other = places[i];
      places[i] = places[j];
      places[j] = other;
    }
    return Arrays.copyOf(places, count);
  }
}
