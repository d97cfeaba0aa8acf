package wenmai.embed;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

/// What the vectors of a fastText model are made of: a row for each word, and one for each bucket of [Pieces], which words share. A
/// word's vector is the mean of its own row, if it has one, and those of its pieces (Bojanowski 2017 §3.2), so that words of one
/// stem share what they learn, and a word that was never seen has a vector too.
final class FastTextPieces {
  /// No word has any.
  static final FastTextPieces NONE = new FastTextPieces(Pieces.NONE, 0, new int[0], _ -> new float[0], 0);

  private final Pieces pieces;
  private final int dimensions;
  private final int[] own;           // the row of each word
  private final LongFunction<float[]> matrix;   // by its rows
  private final int first;           // row of a bucket

  FastTextPieces(Pieces pieces, int dimensions, int[] own, LongFunction<float[]> matrix, int first) {
    this.pieces = pieces;
    this.dimensions = dimensions;
    this.own = own;
    this.matrix = matrix;
    this.first = first;
  }

  Pieces pieces() {
    return pieces;
  }

  /// Of a word that has no row of its own; empty where it has no pieces.
  float[] vector(String word) {
    return mean(rows(word));
  }

  private float[] vector(String word, int id) {
    int[] rows = rows(word);
    int[] all = Arrays.copyOf(rows, rows.length + 1);
    all[rows.length] = own[id];
    return mean(all);
  }

  /// Of all words, by their numbers.
  NativeMatrix vectors(List<String> words) {
    var vectors = new NativeMatrix(words.size(), dimensions);
    for (int id = 0; id < words.size(); id++) {
      float[] vector = vector(words.get(id), id);
      for (int d = 0; d < dimensions; d++) {
        vectors.set(id, d, vector[d]);
      }
    }
    return vectors;
  }

  /// A word's own row.
  float[] word(int id) {
    return matrix.apply(own[id]);
  }

  float[] bucket(int bucket) {
    return matrix.apply(first + bucket);
  }

  private int[] rows(String word) {
    return Arrays.stream(pieces.buckets(word)).map(bucket -> first + bucket).toArray();
  }

  private float[] mean(int[] rows) {
    var mean = new float[rows.length == 0 ? 0 : dimensions];
    for (int row : rows) {
      float[] numbers = matrix.apply(row);
      for (int d = 0; d < mean.length; d++) {
        mean[d] += numbers[d] / rows.length;
      }
    }
    return mean;
  }
}
