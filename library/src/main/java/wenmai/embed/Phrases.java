package wenmai.embed;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import wenmai.embed.WordReader.Next;
import wenmai.files.Draft;
import wenmai.tokenize.Words;

/// Two words that stand side by side more often than chance would have it become one, `new_york`: Mikolov 2013b eq. 6,
/// score(a, b) = (count(a b) − δ) / (count(a) · count(b)), times the number of words as in word2phrase.c. A second pass
/// joins longer phrases. Memory holds the distinct words and pairs that are frequent enough; a pass reads the text three times.
public final class Phrases {
  /// The least score in the last pass, word2phrase.c's; of a pass before, more.
  private static final double THRESHOLD = 100;

  private final Path text;
  private final int minCount;
  private final double threshold;
  private final Words words;
  private final Words pairs = new Words();
  private final long total;
  private byte[] first = new byte[0];   // the word before, where it is not part of a phrase yet
  private byte[] pair = new byte[1 << 7];
  private boolean begun;                // does a word stand in this line of the result?

  private Phrases(Path text, int minCount, double threshold) throws IOException {
    this.text = text;
    this.minCount = minCount;
    this.threshold = threshold;
    words = WordIds.count(text);
    long sum = 0;
    for (int word = 0; word < words.size(); word++) {
      sum += words.count(word);
    }
    total = sum;
  }

  /// The text with its phrases joined, a draft in the folder `scratch`.
  ///
  /// @param minCount rarer words, and pairs that are not more frequent, stay apart (δ)
  public static Draft join(Path text, int passes, int minCount, Path scratch) throws IOException {
    var joined = Draft.of(scratch.resolve("phrases.txt"));
    new Phrases(text, minCount, THRESHOLD * passes).write(joined.path());
    for (int left = passes - 1; left > 0; left--) {
      try (var before = joined) {
        joined = Draft.of(scratch.resolve("phrases.txt"));
        new Phrases(before.path(), minCount, THRESHOLD * left).write(joined.path());
      }
    }
    return joined;
  }

  private void write(Path file) throws IOException {
    count();
    try (var reader = new WordReader(text); var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (var next = reader.next(); next != Next.END; next = reader.next()) {
        if (next == Next.WORD) {
          append(reader, out);
        } else {
          flush(out);
          out.write('\n');
          begun = false;
        }
      }
      flush(out);
    }
  }

  private void append(WordReader reader, OutputStream out) throws IOException {
    boolean joins = first.length > 0 && score(reader) > threshold;
    flush(out);
    if (joins) {
      out.write('_');
      out.write(reader.word(), 0, reader.length());
    } else {
      first = Arrays.copyOf(reader.word(), reader.length());
    }
  }

  private void flush(OutputStream out) throws IOException {
    if (first.length > 0) {
      if (begun) {
        out.write(' ');
      }
      out.write(first);
      begun = true;
      first = new byte[0];
    }
  }

  private void count() throws IOException {
    try (var reader = new WordReader(text)) {
      for (var next = reader.next(); next != Next.END; next = reader.next()) {
        boolean frequent = next == Next.WORD && count(reader.word(), reader.length()) >= minCount;
        if (frequent && first.length > 0) {
          pairs.add(pair, 0, pair(reader), 1);
        }
        first = frequent ? Arrays.copyOf(reader.word(), reader.length()) : new byte[0];
      }
    }
    first = new byte[0];
  }

  private double score(WordReader reader) {
    double a = count(first, first.length);
    double b = count(reader.word(), reader.length());
    if (a < minCount || b < minCount) {
      return 0;
    }
    long together = pairs.count(pairs.add(pair, 0, pair(reader), 0));
    return (together - minCount) / (a * b) * total;
  }

  private long count(byte[] word, int length) {
    return words.count(words.add(word, 0, length, 0));
  }

  /// Puts the word before and this one together; returns their length.
  private int pair(WordReader reader) {
    int length = first.length + 1 + reader.length();
    pair = pair.length < length ? new byte[2 * length] : pair;
    System.arraycopy(first, 0, pair, 0, first.length);
    pair[first.length] = ' ';
    System.arraycopy(reader.word(), 0, pair, first.length + 1, reader.length());
    return length;
  }
}
