package wenmai.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Counts the distinct pieces of a stream of texts on all cores. One thread reads and is never far ahead of those that count; by an
/// iterator, which they could share, a stream would hold all lines of a file.
final class WordCounter {
  private static final int BATCH_CHARS = 1 << 16;
  private final UnaryOperator<String> prepare;
  private final Cut cut;
  private final SharedWords words;
  private final Queue<Words> tables = new ConcurrentLinkedQueue<>();   // of those who do not count just now
  private List<String> batch = new ArrayList<>();
  private int chars;

  private WordCounter(UnaryOperator<String> prepare, Cut cut, SharedWords words) {
    this.prepare = prepare;
    this.cut = cut;
    this.words = words;
  }

  /// Where the pieces of a text end: of the piece that starts at `i < text.length()`, always behind `i`. Texts hold no lone
  /// surrogates.
  @FunctionalInterface
  interface Cut {
    IntUnaryOperator ends(String text);
  }

  /// Counts the pieces that prepared texts are cut into; each stands in one of the tables.
  static Words[] count(UnaryOperator<String> prepare, Cut cut, Stream<String> texts) {
    var words = new SharedWords();
    new WordCounter(prepare, cut, words).count(texts);
    return words.shards();
  }

  /// Counts the same pieces in about `room` bytes of memory: tables that are full are handed to `take`, by any thread. A piece
  /// may stand in several of them.
  static void count(UnaryOperator<String> prepare, Cut cut, Stream<String> texts, long room, Consumer<Words> take) {
    var words = new SharedWords(room, take);
    new WordCounter(prepare, cut, words).count(texts);
    words.finish();
  }

  private void count(Stream<String> texts) {
    try (var cores = new Cores()) {
      texts.forEach(text -> {
        batch.add(text);
        chars += text.length() + 1;   // blank texts too
        if (chars >= BATCH_CHARS) {
          hand(cores);
        }
      });
      hand(cores);
      cores.finish();
    }
    tables.forEach(words::pour);
  }

  private void hand(Cores cores) {
    var handed = batch;
    batch = new ArrayList<>();
    chars = 0;
    cores.add(() -> count(handed));
  }

  private void count(List<String> batch) {
    var table = Objects.requireNonNullElseGet(tables.poll(), Words::new);
    byte[] scratch = {};
    for (var raw : batch) {
      var text = prepare.apply(Utf8.wellFormed(raw));
      var ends = cut.ends(text);
      for (int i = 0, end; i < text.length(); i = end) {
        end = ends.applyAsInt(i);
        if (scratch.length < 3 * (end - i)) {
          scratch = new byte[4 * (end - i)];
        }
        table.add(scratch, 0, Utf8.write(text, i, end, scratch), 1);
      }
      words.pourIfLarge(table);
    }
    tables.add(table);
  }
}
