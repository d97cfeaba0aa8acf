package wenmai.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import wenmai.files.Refusal;
import wenmai.message.BadInput;

/// Reads fastText's own models (.bin, versions 11 and 12), in little-endian order:
///
/// | part | holds |
/// |---|---|
/// | head | magic and version; dimensions, window, epochs, least count, noise words, 1, loss, model, buckets, least and most letters, 100 (4 bytes each); the share from which words are thinned out (8) |
/// | dictionary | entries, words, labels (4 bytes each), tokens, pruned pieces or −1 (8 each); a word, a zero, its count (8), its type (1) |
/// | input | 1 if quantized; rows, columns (8 each), fp32 |
///
/// and does not look at the output matrix behind them. The file is mapped; memory holds the words.
final class FastTextReader {
  static final int MAGIC = 793_712_314;
  private static final int ARGUMENTS = 12;
  private static final int SUPERVISED = 3;
  private static final int LONGEST_WORD = 1 << 16;
  private static final int MOST_LETTERS = 1000;
  private static final int LEAST_ENTRY = 1 + 8 + 1;   // bytes, of an empty word
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat NUMBER = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final MemorySegment bytes;
  private long at;

  @SuppressWarnings("MustBeClosedChecker")   // the mapping lives as long as the vectors
  private FastTextReader(Path file) throws IOException {
    Refusal.requireNoFolder(file);
    this.file = file;
    try (var channel = FileChannel.open(file, READ)) {
      bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    }
  }

  /// Whether a file begins as such a model does.
  static boolean knows(Path file) throws IOException {
    var reader = new FastTextReader(file);
    return reader.bytes.byteSize() >= Integer.BYTES && reader.nextInt() == MAGIC;
  }

  static int dimensions(Path file) throws IOException {
    var reader = new FastTextReader(file);
    reader.skip(2 * Integer.BYTES);
    return reader.nextInt();
  }

  static WordVectors read(Path file) throws IOException {
    return new FastTextReader(file).read();
  }

  private WordVectors read() {
    at = Integer.BYTES;
    int version = nextInt();
    if (version != 11 && version != 12) {
      throw malformed("its version is " + version + ", not 11 or 12", "其版本是 " + version + "，而不是 11 或 12");
    }
    int[] arguments = new int[ARGUMENTS];
    for (int i = 0; i < ARGUMENTS; i++) {
      arguments[i] = nextInt();
    }
    skip(Double.BYTES);
    var words = dictionary();
    int most = version == 11 && arguments[7] == SUPERVISED ? 0 : arguments[10];
    return input(arguments[0], words, most == 0 ? 0 : arguments[8], arguments[9], most);
  }

  /// The words, without labels.
  private List<String> dictionary() {
    int entries = nextInt();
    int count = nextInt();
    skip(Integer.BYTES + Long.BYTES);
    if (nextLong() >= 0) {
      throw quantized();
    }
    if (count < 1 || count > entries || entries > left() / LEAST_ENTRY) {
      throw malformed("it promises " + entries + " entries, " + count + " of them words", "它声称有 " + entries + " 个条目，其中 " + count + " 个词");
    }
    var words = new ArrayList<String>();
    for (int i = 0; i < entries; i++) {
      var word = word();
      skip(Long.BYTES + 1);
      if (i < count) {
        words.add(word);
      }
    }
    return words;
  }

  private String word() {
    long end = at;
    while (end - at <= LONGEST_WORD && end < bytes.byteSize() && bytes.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    if (end - at > LONGEST_WORD) {
      throw malformed("a word is longer than " + LONGEST_WORD + " bytes", "有一个词超过 " + LONGEST_WORD + " 字节");
    }
    var word = new String(bytes.asSlice(at, end - at).toArray(ValueLayout.JAVA_BYTE), UTF_8);
    at = end;
    skip(1);
    return word;
  }

  private WordVectors input(int dimensions, List<String> words, int buckets, int least, int most) {
    skip(1);
    if (bytes.get(ValueLayout.JAVA_BYTE, at - 1) != 0) {
      throw quantized();
    }
    long rows = nextLong();
    long columns = nextLong();
    if (dimensions < 1 || columns != dimensions || buckets < 0 || least < 0 || most < 0 || most > MOST_LETTERS
        || rows < (long) words.size() + buckets || rows > left() / (4 * columns)) {
      throw malformed("its matrix of " + rows + " by " + columns + " numbers does not belong to its head, or is cut off",
          "其矩阵（" + rows + " 行 " + columns + " 列）与文件头不符，或不完整");
    }
    var matrix = bytes.asSlice(at, 4 * rows * columns);
    return vectors(words, new Pieces(Math.max(1, least), most, buckets), dimensions, row -> matrix.asSlice(4 * row * dimensions, 4L * dimensions).toArray(NUMBER));
  }

  /// Of a word that stands twice, as words of broken characters may, the first vector counts.
  private WordVectors vectors(List<String> words, Pieces pieces, int dimensions, LongFunction<float[]> matrix) {
    var known = new HashSet<String>();
    int[] own = IntStream.range(0, words.size()).filter(row -> known.add(words.get(row))).toArray();
    var kept = Arrays.stream(own).mapToObj(words::get).toList();
    var spelling = new FastTextPieces(pieces, dimensions, own, matrix, words.size());
    var rows = spelling.vectors(kept);
    for (int word = 0; word < own.length; word++) {
      for (float value : rows.row(word)) {
        requireFinite(value, kept.get(word));
      }
    }
    return new WordVectors(kept, rows, spelling);
  }

  private void requireFinite(float value, String word) {
    if (!Float.isFinite(value)) {
      throw malformed("the vector of '" + word + "' is not finite", "“" + word + "”的向量不是有限的");
    }
  }

  private long left() {
    return bytes.byteSize() - at;
  }

  private void skip(long count) {
    if (count > left()) {
      throw malformed("it ends after " + bytes.byteSize() + " bytes", "它在 " + bytes.byteSize() + " 字节处就结束了");
    }
    at += count;
  }

  private int nextInt() {
    skip(Integer.BYTES);
    return bytes.get(INT, at - Integer.BYTES);
  }

  private long nextLong() {
    skip(Long.BYTES);
    return bytes.get(LONG, at - Long.BYTES);
  }

  private BadInput malformed(String en, String zh) {
    return new BadInput("%1$s begins as a fastText model, but %2$s. Copy the file again", "%1$s 的开头是 fastText 模型，但是%3$s。请重新复制该文件",
        file, en, zh);
  }

  private BadInput quantized() {
    return new BadInput("%s is a quantized fastText model, which is not read here: take the .bin it was made from",
        "%s 是量化的 fastText 模型，这里不能读取：请使用生成它的 .bin", file);
  }
}
