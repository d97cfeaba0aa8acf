package wenmai.embed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wenmai.embed.Word2Vec.Subwords;
import wenmai.tokenize.Words;

/// The rows whose mean is a word's vector: its own, and those of the pieces of its spelling, so that words of one stem share
/// what they learn (Bojanowski 2017 §3.2). A piece is some letters in a row of `<word>`. fastText hashes pieces into two
/// million rows; here each different piece of the vocabulary has a row of its own.
final class Units {
  private final int[] rows;
  private final int[] ends;
  private final int count;
  private final int most;

  private Units(int[] rows, int[] ends, int count) {
    this.rows = rows;
    this.ends = ends;
    this.count = count;
    most = IntStream.range(0, ends.length).map(word -> end(word) - start(word)).max().orElse(0);
  }

  static Units of(List<String> words, Subwords subwords) {
    var pieces = new Words();
    int[] rows = new int[words.size()];
    int[] ends = new int[words.size()];
    int filled = 0;
    for (int word = 0; word < words.size(); word++) {
      int[] letters = ("<" + words.get(word) + ">").codePoints().toArray();
      int room = filled + 1 + letters.length * subwords.kinds();
      rows = room > rows.length ? Arrays.copyOf(rows, room + room / 2) : rows;
      rows[filled++] = word;
      for (int from = 0; from < letters.length; from++) {
        for (int length = subwords.least(); length <= Math.min(subwords.most(), letters.length - from); length++) {
          if (length < letters.length) {
            rows[filled++] = words.size() + number(pieces, new String(letters, from, length));
          }
        }
      }
      ends[word] = filled;
    }
    return new Units(Arrays.copyOf(rows, filled), ends, words.size() + pieces.size());
  }

  private static int number(Words pieces, String piece) {
    var bytes = piece.getBytes(StandardCharsets.UTF_8);
    return pieces.add(bytes, 0, bytes.length, 1);
  }

  /// Rows of all words together.
  int count() {
    return count;
  }

  /// Rows of one word, at most.
  int most() {
    return most;
  }

  /// A vector for each word. Where words are their own only rows, these are the vectors.
  Rows means(Rows learned) {
    if (count == ends.length) {
      return learned;
    }
    var means = new Rows(ends.length, learned.width());
    for (int word = 0; word < ends.length; word++) {
      for (int d = 0; d < learned.width(); d++) {
        float sum = 0;
        for (int place = start(word); place < end(word); place++) {
          sum += learned.get(rows[place], d);
        }
        means.set(word, d, sum / (end(word) - start(word)));
      }
    }
    return means;
  }

  int start(int word) {
    return word == 0 ? 0 : ends[word - 1];
  }

  int end(int word) {
    return ends[word];
  }

  int row(int place) {
    return rows[place];
  }
}
