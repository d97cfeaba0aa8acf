package wenmai.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import wenmai.embed.Word2Vec.Subwords;

/// The pieces of a word's spelling, as fastText takes them: `least` to `most` letters in a row of `<word>` (Bojanowski 2017 §3.2),
/// a letter being a character of UTF-8. They share `buckets` vectors by their hashes, so that memory does not grow with the
/// number of different ones.
record Pieces(int least, int most, int buckets) {
  static final Pieces NONE = new Pieces(1, 0, 0);
  /// fastText's default, which it takes for any vocabulary.
  private static final int MOST_BUCKETS = 2_000_000;
  /// Ends a line, and has no pieces.
  private static final String END = "</s>";
  private static final int FNV_OFFSET = (int) 2_166_136_261L;
  private static final int FNV_PRIME = 16_777_619;

  /// With a bucket for each piece of each word, up to fastText's two million: as words share pieces, few pieces share a bucket.
  static Pieces of(List<String> words, Subwords subwords) {
    var counted = new Pieces(subwords.least(), subwords.most(), 1);
    long pieces = words.stream().mapToLong(word -> counted.buckets(word).length).sum();
    return new Pieces(subwords.least(), subwords.most(), (int) Math.min(pieces, MOST_BUCKETS));
  }

  /// Of each piece of a word its bucket. A lone `<` or `>` is no piece.
  int[] buckets(String word) {
    int[] letters = ("<" + word + ">").codePoints().toArray();
    int[] found = new int[buckets == 0 || word.equals(END) ? 0 : letters.length * Math.max(0, most - least + 1)];
    int count = 0;
    for (int from = 0; from < letters.length && found.length > 0; from++) {
      for (int length = least; length <= Math.min(most, letters.length - from); length++) {
        boolean bracket = length == 1 && (from == 0 || from == letters.length - 1);
        if (!bracket) {
          found[count++] = Integer.remainderUnsigned(hash(new String(letters, from, length)), buckets);
        }
      }
    }
    return Arrays.copyOf(found, count);
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
