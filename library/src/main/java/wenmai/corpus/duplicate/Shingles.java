package wenmai.corpus.duplicate;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import wenmai.corpus.text.LowerCase;

/// A text as the set of its groups of `n` neighbouring words (Broder 1997 §2), each as a 64-bit hash. Case and
/// punctuation do not count; a Chinese character or kana is a word of its own.
record Shingles(int n) {
  private static final Pattern WORD =
      Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]|[\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]]+");
  private static final Hasher64 HASHER = Hashing.komihash5_0();

  /// At least one where there is a word; a shorter text is one group.
  long[] of(String text) {
    long[] words = WORD.matcher(LowerCase.of(text)).results().map(MatchResult::group)
        .mapToLong(HASHER::hashCharsToLong).toArray();
    if (words.length == 0) {
      return words;
    }
    var groups = new long[Math.max(1, words.length - n + 1)];
    var stream = HASHER.hashStream();
    for (int i = 0; i < groups.length; i++) {
      stream.reset();
      for (int j = i; j < Math.min(words.length, i + n); j++) {
        stream.putLong(words[j]);
      }
      groups[i] = stream.getAsLong();
    }
    return groups;
  }
}
