package wenmai.corpus.duplicate;

import com.dynatrace.hash4j.similarity.ElementHashProvider;
import com.dynatrace.hash4j.similarity.SimilarityHashing;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.OptionalLong;
import wenmai.corpus.Reason;
import wenmai.corpus.Repetition;
import wenmai.files.Default;
import wenmai.files.Range;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// Drops a document that is almost an earlier one: the share of groups of words that they have in common, among all
/// that either has (Jaccard's index J), is at least `similarity`.
///
/// A signature has `bands · 8` components of 8 bits (Li and König 2010), each of which is the same for two texts with
/// probability J, as in MinHash (Broder 1997 §3); SuperMinHash (Ertl 2017) looks at each group about once for all of them,
/// where MinHash would once for each. 8 components, a *band*, are one `long`. Texts that share a whole band,
/// 1 - (1 - J⁸)^bands of them, are candidates, and their signatures estimate J with a standard deviation of at most
/// √(J (1 - J) / (8 bands)). The defaults are FineWeb's 14 bands of 8 (Penedo 2024 §3.4), which find 77 % of
/// the pairs with J = 0.75, 92 % with 0.8, 99 % with 0.85; the check of the estimate is ours.
///
/// Memory: 224 to 336 bytes for every document kept, with 14 bands, outside of the heap; at most 2²⁸ documents.
///
/// @param words of a group; in Chinese, characters
public record NearDuplicates(@Default("5") int words, @Default("14") int bands, @Default("0.7") double similarity)
    implements Repetition {
  private static final int ROWS = Long.BYTES;     // of a band

  public NearDuplicates {
    Range.least("nearDuplicates.words", words, 1);
    Range.least("nearDuplicates.bands", bands, 1);
    if (!(similarity > 0 && similarity <= 1)) {
      throw new BadInput("nearDuplicates.similarity (%s) must be above 0 and at most 1", "nearDuplicates.similarity（%s）必须大于 0 且不超过 1", similarity);
    }
  }

  @Override
  public Message name() {
    return Reason.NEAR_DUPLICATE.message();
  }

  /// A text's signature; nothing of a text without a word.
  @Override
  public Keys keys() {
    var shingles = new Shingles(words);
    var hasher = SimilarityHashing.superMinHash(ROWS * bands, Byte.SIZE).createHasher();
    return text -> {
      long[] groups = shingles.of(text);
      return groups.length == 0 ? groups : signature(hasher.compute(ElementHashProvider.ofValues(groups)));
    };
  }

  private long[] signature(byte[] components) {
    var signature = new long[bands];
    ByteBuffer.wrap(components).asLongBuffer().get(signature);
    return signature;
  }

  @Override
  public Memory memory() {
    var kept = new Bands(bands);
    int least = (int) Math.ceil(similarity * ROWS * bands);
    return new Memory() {
      @Override
      public BitSet earlier(long[] signature) {
        boolean earlier = signature.length > 0 && kept.like(signature, least).isPresent();
        if (signature.length > 0 && !earlier) {
          kept.add(signature);
        }
        return Repetition.flag(earlier);
      }

      @Override
      public OptionalLong original(long[] signature) {
        var number = kept.like(signature, least);
        return number.isPresent() ? OptionalLong.of(Repetition.mark(kept.signature(number.getAsInt()))) : OptionalLong.empty();
      }
    };
  }

  @Override
  public Outcome without(String text, BitSet earlier) {
    return earlier.isEmpty() ? new Outcome.Kept(text) : new Outcome.Dropped(Reason.NEAR_DUPLICATE);
  }
}
