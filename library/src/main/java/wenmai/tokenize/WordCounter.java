package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/// Counts the distinct pieces of a stream of texts on all cores.
final class WordCounter {
  private static final int BATCH_CHARS = 1 << 16;
  private final UnaryOperator<String> prepare;
  private final Cut cut;
  private final Iterator<String> texts;
  private final SharedWords words;

  private WordCounter(UnaryOperator<String> prepare, Cut cut, Iterator<String> texts, SharedWords words) {
    this.prepare = prepare;
    this.cut = cut;
    this.texts = texts;
    this.words = words;
  }

  /// Where the pieces of a text end: of the piece that starts at `i < text.length()`, always behind `i`. Texts hold no lone
  /// surrogates.
  @FunctionalInterface
  interface Cut {
    IntUnaryOperator ends(String text);
  }

  /// Counts the pieces that prepared texts are cut into; each stands in one of the tables.
  static Words[] count(UnaryOperator<String> prepare, Cut cut, Iterator<String> texts) {
    var words = new SharedWords();
    Cores.each(new WordCounter(prepare, cut, texts, words)::work);
    return words.shards();
  }

  /// Counts the same pieces in about `room` bytes of memory: tables that are full are handed to `take`, by any thread. A piece
  /// may stand in several of them.
  static void count(Cut cut, Iterator<String> texts, long room, Consumer<Words> take) {
    var words = new SharedWords(room, take);
    Cores.each(new WordCounter(UnaryOperator.identity(), cut, texts, words)::work);
    words.finish();
  }

  private void work() {
    var mine = new Words();
    byte[] scratch = {};
    for (var batch = take(); !batch.isEmpty(); batch = take()) {
      for (var raw : batch) {
        var text = prepare.apply(Utf8.wellFormed(raw));
        var ends = cut.ends(text);
        for (int i = 0, end; i < text.length(); i = end) {
          end = ends.applyAsInt(i);
          if (scratch.length < 3 * (end - i)) {
            scratch = new byte[4 * (end - i)];
          }
          mine.add(scratch, 0, Utf8.write(text, i, end, scratch), 1);
        }
        words.pourIfLarge(mine);
      }
    }
    words.pour(mine);
  }

  private List<String> take() {
    var batch = new ArrayList<String>();
    synchronized (texts) {
      for (int chars = 0; chars < BATCH_CHARS && texts.hasNext(); chars += batch.getLast().length()) {
        batch.add(texts.next());
      }
    }
    return batch;
  }
}
