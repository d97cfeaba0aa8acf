package wenmai.embed;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The rows whose mean is learned as a word's vector: its own, by its number, and behind those of all words the rows of the buckets
/// of its [Pieces].
///
/// @param rows  of each word
/// @param count of all words and buckets
record Units(List<int[]> rows, int count) {

  static Units of(List<String> words, Pieces pieces) {
    var rows = IntStream.range(0, words.size()).mapToObj(word -> {
      int[] buckets = pieces.buckets(words.get(word));
      int[] all = new int[1 + buckets.length];
      Arrays.setAll(all, i -> i == 0 ? word : words.size() + buckets[i - 1]);
      return all;
    }).toList();
    return new Units(rows, words.size() + pieces.buckets());
  }

  /// Rows of one word, at most.
  int most() {
    return rows.stream().mapToInt(each -> each.length).max().orElse(0);
  }
}
