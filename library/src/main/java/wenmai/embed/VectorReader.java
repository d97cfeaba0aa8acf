package wenmai.embed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import wenmai.message.BadInput;

/// Reads a file of word vectors, whichever [VectorFormat] it has. What its first line promises is checked against what comes.
/// A word may hold spaces, as some of GloVe's do. Of a word that stands twice, the first vector counts. A word that word2vec.c
/// cut in the middle of a character ends with U+FFFD.
final class VectorReader {
  private static final int LONGEST_WORD = 1 << 16;
  private static final int LONGEST_NUMBER = 64;
  private static final String BROKEN = "\uFFFD";

  private final Path file;
  private final VectorFormat format;
  private final ByteReader in;
  private final NativeMatrix rows;
  private final List<String> words = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private byte[] taken = new byte[1 << 12];
  private int length;
  private long read;
  private long broken;

  private VectorReader(Path file, VectorFormat format, ByteReader in) {
    this.file = file;
    this.format = format;
    this.in = in;
    rows = new NativeMatrix(format.vectors(), format.dimensions());
  }

  static WordVectors read(Path file) {
    try {
      if (FastTextReader.knows(file)) {
        return FastTextReader.read(file);
      }
      var format = VectorFormat.of(file);
      try (var in = new ByteReader(file)) {
        return new VectorReader(file, format, in).read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int dimensions(Path file) {
    try {
      return FastTextReader.knows(file) ? FastTextReader.dimensions(file) : VectorFormat.of(file).dimensions();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WordVectors read() throws IOException {
    if (format.header()) {
      take('\n', LONGEST_WORD);
    }
    skipSpace();
    while (in.peek() != ByteReader.END && !(format.header() && read == format.vectors())) {
      if (format.binary()) {
        binaryRow();
      } else {
        textRow();
      }
      read++;
      skipSpace();
    }
    requireWhole();
    return new WordVectors(words, rows);
  }

  private void requireWhole() throws IOException {
    if (format.header() && (read < format.vectors() || in.peek() != ByteReader.END)) {
      throw new BadInput("%s promises %,d vectors and does not have just as many: it is cut off or damaged; copy it again",
          "%s 声称有 %,d 个向量，但实际数目不符：文件不完整或已损坏，请重新复制", file, format.vectors());
    }
    if (100 * broken > words.size()) {
      throw new BadInput("%s is not UTF-8: %,d of its %,d words have other bytes. Convert it, as by iconv -f GB18030 -t UTF-8",
          "%1$s 不是 UTF-8：在 %3$,d 个词中有 %2$,d 个含有其他字节。请转换，例如 iconv -f GB18030 -t UTF-8", file, broken, words.size());
    }
  }

  private void binaryRow() throws IOException {
    take(' ', LONGEST_WORD);
    var numbers = new byte[4 * format.dimensions()];
    if (in.read(numbers) < numbers.length) {
      throw malformed("the file ends before the numbers of its word do", "文件在该词的数值结束之前就中断了");
    }
    var floats = ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int d = 0; d < format.dimensions(); d++) {
      set(d, floats.get(d));
    }
    add(length);
  }

  /// From its end, for the word before the numbers may hold spaces.
  private void textRow() throws IOException {
    take('\n', LONGEST_WORD + LONGEST_NUMBER * format.dimensions());
    int end = length;
    for (int d = format.dimensions() - 1; d >= 0; d--) {
      while (end > 0 && isSpace(taken[end - 1])) {
        end--;
      }
      int start = end;
      while (start > 0 && !isSpace(taken[start - 1])) {
        start--;
      }
      set(d, number(new String(taken, start, end - start, ISO_8859_1)));
      end = start;
    }
    while (end > 0 && isSpace(taken[end - 1])) {
      end--;
    }
    add(end);
  }

  private float number(String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw malformed("it must be a word and " + format.dimensions() + " numbers, and '" + text + "' is none",
          "应为一个词和 " + format.dimensions() + " 个数，而“" + text + "”不是数");
    }
  }

  private void set(int d, float value) {
    if (!Float.isFinite(value)) {
      throw malformed("its number " + (d + 1) + " is not finite: " + value, "其第 " + (d + 1) + " 个数不是有限的：" + value);
    }
    rows.set(words.size(), d, value);
  }

  private void add(int wordLength) {
    var word = new String(taken, 0, wordLength, UTF_8);
    if (word.isEmpty()) {
      throw malformed("it has no word before its numbers", "各数之前没有词");
    }
    broken += word.contains(BROKEN) ? 1 : 0;
    if (known.add(word)) {
      words.add(word);
    }
  }

  /// The bytes up to `end`, which is passed over, or to the file's end.
  private void take(int end, int most) throws IOException {
    length = 0;
    for (int b = in.peek(); b != end && b != ByteReader.END; b = in.peek()) {
      if (length == most) {
        throw malformed("it is longer than a word and " + format.dimensions() + " numbers can be",
            "它比一个词加 " + format.dimensions() + " 个数所能有的更长");
      }
      if (length == taken.length) {
        taken = Arrays.copyOf(taken, Math.min(most, 2 * length));
      }
      taken[length++] = (byte) b;
      in.skip();
    }
    in.skip();
  }

  private void skipSpace() throws IOException {
    while (in.peek() != ByteReader.END && isSpace((byte) in.peek())) {
      in.skip();
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private BadInput malformed(String en, String zh) {
    return new BadInput("%1$s, vector %3$,d: %2$s. Copy the file again", "%1$s 的第 %3$,d 个向量：%4$s。请重新复制该文件", file, en, read + 1, zh);
  }
}
