package wenmai.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// How often each two words of a text stand near each other: Xᵢⱼ = Xⱼᵢ, the sum of 1/distance over all places where they are
/// at most a window apart (Pennington 2014 §4.2). Each pair stands once, the more frequent word first, in an order that is as
/// good as drawn; a word beside itself counts twice, as the matrix has it.
///
/// Memory is bounded, whatever the text: what does not fit is written in runs, sorted by [PairKey], which are merged at the end.
/// The result is a mapped file of 16 bytes a pair.
final class Cooccurrences implements AutoCloseable {
  private static final int MOST_RUNS = 64;
  private static final int TELL = 1 << 20;

  private final Arena arena;
  private final MemorySegment pairs;

  @SuppressWarnings("MustBeClosedChecker")   // the mapping lives until this is closed
  private Cooccurrences(RecordFile file) throws IOException {
    arena = Arena.ofShared();
    pairs = file.map(arena);
  }

  /// @param memory   bytes to count in
  /// @param file     is written, and must stay open until this is closed; runs stand beside it meanwhile
  /// @param progress hears how many places of the text were gone through
  /// @param stop     leaves the rest of the text out
  static Cooccurrences count(WordIds text, int window, long memory, RecordFile file, LongConsumer progress, BooleanSupplier stop) {
    var runs = new ArrayList<RecordFile>();
    try {
      var table = new PairTable(memory);
      long lineStart = 0;
      for (long place = 0; place < text.size() && !(place % TELL == 0 && stop.getAsBoolean()); place++) {
        int word = text.get(place);
        if (word == WordIds.LINE_END) {
          lineStart = place + 1;
        } else {
          for (long before = Math.max(lineStart, place - window); before < place; before++) {
            add(table, word, text.get(before), 1.0 / (place - before));
          }
        }
        if (table.isFull()) {
          spill(table.drain(), runs, file.another());
        }
        if (place % TELL == 0) {
          progress.accept(place);
        }
      }
      finish(table.drain(), runs, file);
      return new Cooccurrences(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      remove(runs);
    }
  }

  private static void add(PairTable table, int word, int other, double weight) {
    table.add(PairKey.of(Math.min(word, other), Math.max(word, other)), word == other ? 2 * weight : weight);
  }

  /// When there are many, they become one.
  private static void spill(PairRun run, List<RecordFile> runs, RecordFile file) throws IOException {
    if (runs.size() < MOST_RUNS) {
      runs.add(file);
      PairRun.OfFile.write(List.of(run), file);
      return;
    }
    try {
      PairRun.OfFile.write(all(runs, run), file);
    } finally {
      remove(runs);
      runs.add(file);
    }
  }

  private static void finish(PairRun last, List<RecordFile> runs, RecordFile file) throws IOException {
    try (var out = new RecordWriter(file)) {
      PairRun.merge(all(runs, last), (key, weight) -> out.next().putInt(PairKey.word(key)).putInt(PairKey.other(key)).putDouble(weight));
    }
  }

  private static List<PairRun> all(List<RecordFile> runs, PairRun last) {
    return Stream.concat(runs.stream().map(PairRun.OfFile::new), Stream.of(last)).toList();
  }

  private static void remove(List<RecordFile> runs) {
    try {
      for (var run : runs) {
        run.close();
      }
      runs.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Pairs.
  long size() {
    return pairs.byteSize() / RecordWriter.BYTES;
  }

  int word(long pair) {
    return pairs.get(ValueLayout.JAVA_INT, pair * RecordWriter.BYTES);
  }

  int other(long pair) {
    return pairs.get(ValueLayout.JAVA_INT, pair * RecordWriter.BYTES + Integer.BYTES);
  }

  double weight(long pair) {
    return pairs.get(ValueLayout.JAVA_DOUBLE, pair * RecordWriter.BYTES + Long.BYTES);
  }

  @Override
  public void close() {
    arena.close();
  }
}
