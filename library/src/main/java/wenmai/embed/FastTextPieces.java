package wenmai.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The vectors of a fastText model's words and of pieces of them: a word's is the mean of its own row, if it has one, and those
/// of the pieces of `<word>` of `least` to `most` letters (Bojanowski 2017 §3.2), which share `buckets` rows by their hashes.
///
/// @param matrix fp32 in little-endian order: words, then buckets                    [V+buckets,D]
record FastTextPieces(MemorySegment matrix, int dimensions, int words, int buckets, int least, int most) implements WordVectors.Spelling {
  private static final ValueLayout.OfFloat NUMBER = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  /// Ends a line, and has no pieces.
  private static final String END = "</s>";
  private static final int FNV_OFFSET = (int) 2_166_136_261L;
  private static final int FNV_PRIME = 16_777_619;

  /// Empty where a word has no pieces.
  @Override
  public float[] vector(String word) {
    return mean(pieces(word));
  }

  /// Of a word that has a row of its own.
  float[] vector(String word, int row) {
    long[] pieces = pieces(word);
    long[] rows = Arrays.copyOf(pieces, pieces.length + 1);
    rows[pieces.length] = row;
    return mean(rows);
  }

  private float[] mean(long[] rows) {
    var mean = new float[rows.length == 0 ? 0 : dimensions];
    for (long row : rows) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += matrix.get(NUMBER, 4 * (row * dimensions + d)) / rows.length;
      }
    }
    return mean;
  }

  /// All but a lone `<` or `>`; a letter is a character of UTF-8.
  private long[] pieces(String word) {
    var letters = ("<" + word + ">").codePoints().toArray();
    var rows = new long[buckets == 0 || word.equals(END) ? 0 : letters.length * Math.max(0, most - least + 1)];
    int filled = 0;
    for (int from = 0; from < letters.length && rows.length > 0; from++) {
      for (int length = least; length <= Math.min(most, letters.length - from); length++) {
        boolean bracket = length == 1 && (from == 0 || from == letters.length - 1);
        if (!bracket) {
          rows[filled++] = words + Integer.toUnsignedLong(hash(new String(letters, from, length))) % buckets;
        }
      }
    }
    return Arrays.copyOf(rows, filled);
  }

  /// FNV-1a, of signed bytes as fastText has it.
  private static int hash(String piece) {
    int hash = FNV_OFFSET;
    for (byte b : piece.getBytes(UTF_8)) {
      hash = (hash ^ b) * FNV_PRIME;
    }
    return hash;
  }
}
