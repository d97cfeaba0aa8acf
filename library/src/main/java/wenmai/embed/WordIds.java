package wenmai.embed;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.channels.FileChannel.MapMode.READ_WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import wenmai.message.BadInput;
import wenmai.tokenize.Words;

/// A text as ids of its words, in a mapped file of 4 bytes a word; of words, the most frequent have the lowest ids. The text
/// is read once: words are numbered as they come, and renumbered in place when all are counted. Memory holds the distinct words.
final class WordIds implements AutoCloseable {
  /// Stands where a line ends.
  static final int LINE_END = -1;
  private static final int RARE = -2;
  /// Bytes by which a binary file is told.
  private static final int HEAD = 1 << 13;

  private final List<String> words;
  private final long[] counts;
  private final long tokens;
  private final Arena arena;
  private final MemorySegment ids;

  @SuppressWarnings("MustBeClosedChecker")   // the mapping lives until this is closed
  private WordIds(List<String> words, long[] counts, RecordFile file) throws IOException {
    this.words = words;
    this.counts = counts;
    tokens = Arrays.stream(counts).sum();
    arena = Arena.ofShared();
    ids = file.map(arena);
  }

  /// @param minCount rarer words are passed over, as if they were not there
  /// @param file     is written, and must stay open until this is closed
  static WordIds of(Path text, int minCount, RecordFile file) {
    try {
      var table = new Words();
      number(text, table, file);
      int[] frequent = IntStream.range(0, table.size()).filter(word -> table.count(word) >= minCount).boxed()
          .sorted(Comparator.comparingLong(word -> -table.count(word))).mapToInt(word -> word).toArray();
      if (frequent.length == 0) {
        throw new BadInput("%s has no word that occurs %,d times or more, of %,d different ones: take more text or lower the least count",
            "%s 中没有出现至少 %,d 次的词（共 %,d 个不同的词）：请增加文本或降低最低词频", text, minCount, table.size());
      }
      renumber(file, table.size(), frequent);
      return new WordIds(Arrays.stream(frequent).mapToObj(table::text).toList(),
          Arrays.stream(frequent).mapToLong(table::count).toArray(), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws BadInput where a word is not UTF-8
  static Words count(Path text) throws IOException {
    var table = new Words();
    try (var reader = new WordReader(text)) {
      for (var next = reader.next(); next != WordReader.Next.END; next = reader.next()) {
        if (next == WordReader.Next.WORD) {
          add(text, reader, table);
        }
      }
    }
    return table;
  }

  /// Counts a word; returns its number, in the order of first sight.
  private static int add(Path text, WordReader reader, Words table) {
    int known = table.size();
    int word = table.add(reader.word(), 0, reader.length(), 1);
    if (word == known) {
      requireUtf8(text, reader);
    }
    return word;
  }

  private static void requireUtf8(Path text, WordReader reader) {
    try {
      var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(reader.word(), 0, reader.length()));
    } catch (CharacterCodingException e) {
      if (isBinary(text)) {
        throw new BadInput("%s is no text in UTF-8 but a binary file, or UTF-16: give its text in UTF-8, as corpus clean takes it from documents of many kinds",
            "%s 不是 UTF-8 文本，而是二进制文件或 UTF-16：请给出 UTF-8 文本，例如用 corpus clean 从各类文档中提取", text);
      }
      throw new BadInput("%s is not UTF-8: line %,d has other bytes. Convert it to UTF-8, by iconv -f ITS-ENCODING -t UTF-8, or by corpus clean, which finds out the encoding",
          "%s 不是 UTF-8：第 %,d 行有其他字节。请转换为 UTF-8：用 iconv -f 原编码 -t UTF-8，或用会识别编码的 corpus clean", text, reader.line());
    }
  }

  /// By a zero, which no text has.
  private static boolean isBinary(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1).indexOf('\0') >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Counts the words of a text, and writes their numbers.
  private static void number(Path text, Words table, RecordFile file) throws IOException {
    try (var reader = new WordReader(text); var out = new RecordWriter(file)) {
      for (var next = reader.next(); next != WordReader.Next.END; next = reader.next()) {
        out.next().putInt(next == WordReader.Next.WORD ? add(text, reader, table) : LINE_END);
      }
    }
  }

  /// Numbers become ids; rare words, and the ends of lines that are empty without them, go.
  private static void renumber(RecordFile file, int words, int[] frequent) throws IOException {
    int[] ids = new int[words];
    Arrays.fill(ids, RARE);
    for (int id = 0; id < frequent.length; id++) {
      ids[frequent[id]] = id;
    }
    long end = 0;
    try (var mapping = Arena.ofConfined()) {
      var numbers = file.channel().map(READ_WRITE, 0, file.channel().size(), mapping);
      int last = LINE_END;
      for (long place = 0; place < numbers.byteSize() / Integer.BYTES; place++) {
        int number = numbers.getAtIndex(JAVA_INT, place);
        int id = number == LINE_END ? LINE_END : ids[number];
        if (id >= 0 || id == LINE_END && last != LINE_END) {
          numbers.setAtIndex(JAVA_INT, end++, id);
          last = id;
        }
      }
    }
    file.channel().truncate(end * Integer.BYTES);
  }

  /// By id.
  List<String> words() {
    return words;
  }

  long[] counts() {
    return counts.clone();
  }

  /// The words of the text that are known.
  long tokens() {
    return tokens;
  }

  /// Ids and ends of lines.
  long size() {
    return ids.byteSize() / Integer.BYTES;
  }

  /// A word's id or [#LINE_END].
  int get(long place) {
    return ids.getAtIndex(JAVA_INT, place);
  }

  @Override
  public void close() {
    arena.close();
  }
}
