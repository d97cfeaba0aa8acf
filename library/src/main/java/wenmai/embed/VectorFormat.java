package wenmai.embed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import wenmai.message.BadInput;

/// How a file of word vectors is written, told from its beginning.
///
/// | format | first line | rows |
/// |---|---|---|
/// | word2vec as text, fastText's .vec | `words dimensions` | a word and its numbers |
/// | word2vec as binary | `words dimensions` | a word, a space, fp32 in little-endian order; often an end of line |
/// | GloVe | none | a word and its numbers |
///
/// fastText's own models begin otherwise: [FastTextReader].
///
/// @param vectors at most: what the first line promises, or the number of lines, and what the file's length allows
record VectorFormat(boolean header, boolean binary, long vectors, int dimensions) {
  private static final int HEAD = 1 << 20;
  private static final Pattern COUNTS = Pattern.compile("(\\d{1,10}) (\\d{1,7})\\s*");
  private static final Pattern NUMBERS = Pattern.compile("[-+.eE0-9nNaAiIfFtTyY \\t\\r\\n]*");
  private static final Pattern NUMBER = Pattern.compile("[-+]?[.0-9]+([eE][-+]?[0-9]+)?");

  static VectorFormat of(Path file) throws IOException {
    String head;
    try (var in = Files.newInputStream(file)) {
      head = new String(in.readNBytes(HEAD), ISO_8859_1);
    }
    int end = head.indexOf('\n');
    var first = end < 0 ? head : head.substring(0, end);
    var counts = COUNTS.matcher(first);
    if (!counts.matches()) {
      int dimensions = dimensions(file, first.strip());
      return new VectorFormat(false, false, Math.min(lines(file), 1 + Files.size(file) / (2L * dimensions + 1)), dimensions);
    }
    int dimensions = Integer.parseInt(counts.group(2));
    var promised = new VectorFormat(true, isBinary(head, end + 1, dimensions), Long.parseLong(counts.group(1)), dimensions);
    promised.requireRoom(file);
    return promised;
  }

  /// As text, `dimensions` numbers take twice as many bytes or more, of a few kinds, up to the end of the line.
  private static boolean isBinary(String head, int from, int dimensions) {
    int numbers = head.indexOf(' ', from);
    int end = head.indexOf('\n', (int) Math.min(head.length(), numbers + 2L * dimensions));
    return numbers >= 0 && !NUMBERS.matcher(head.substring(numbers, end < 0 ? head.length() : end)).matches();
  }

  /// A promise is kept only where the file is long enough: a number takes 4 bytes, or a space and a digit.
  private void requireRoom(Path file) throws IOException {
    long bytes = Files.size(file);
    long least = 2 + (binary ? 4L : 2L) * dimensions;
    if (vectors == 0 || dimensions == 0 || vectors > Integer.MAX_VALUE || vectors * least > bytes) {
      throw new BadInput("%s promises %,d vectors of %,d numbers, which do not fit into its %,d bytes: it is cut off or damaged; copy it again",
          "%s 声称有 %,d 个 %,d 维的向量，但文件只有 %,d 字节，容纳不下：文件不完整或已损坏，请重新复制", file, vectors, dimensions, bytes);
    }
  }

  private static int dimensions(Path file, String first) {
    var parts = List.of(first.split("\\s+"));
    int dimensions = parts.size() - 1;
    if (dimensions < 1 || !NUMBER.matcher(parts.getLast()).matches()) {
      throw new BadInput("%s holds no word vectors: its first line is neither 'words dimensions' nor a word and its numbers",
          "%s 不是词向量文件：首行既不是“词数 维数”，也不是一个词和它的各个数", file);
    }
    return dimensions;
  }

  private static long lines(Path file) throws IOException {
    long lines = 1;
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[HEAD];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
    }
    return lines;
  }
}
