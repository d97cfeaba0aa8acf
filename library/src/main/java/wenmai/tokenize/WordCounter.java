package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import wenmai.message.Failure;

/// Counts the distinct pieces of a stream of texts on all cores. A thread counts in a small table of its own and
/// pours it into shared ones, each piece into the shard of its hash; so memory holds the distinct pieces once, and
/// little more.
final class WordCounter {
  private static final int SHARDS = 64;
  private static final int BATCH_CHARS = 1 << 16;
  private static final int TABLE_BYTES = 1 << 21;
  private final UnaryOperator<String> prepare;
  private final Cut cut;
  private final Iterator<String> texts;
  private final Words[] shards = new Words[SHARDS];

  private WordCounter(UnaryOperator<String> prepare, Cut cut, Iterator<String> texts) {
    this.prepare = prepare;
    this.cut = cut;
    this.texts = texts;
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Words();
    }
  }

  /// Where the pieces of a text end: of the piece that starts at `i < text.length()`, always behind `i`. Texts hold no lone
  /// surrogates.
  @FunctionalInterface
  interface Cut {
    IntUnaryOperator ends(String text);
  }

  /// Counts the pieces that prepared texts are cut into.
  static Words[] count(UnaryOperator<String> prepare, Cut cut, Iterator<String> texts) {
    var counter = new WordCounter(prepare, cut, texts);
    int threads = Runtime.getRuntime().availableProcessors();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var work = new ArrayList<Callable<Void>>();
      for (int i = 0; i < threads; i++) {
        work.add(counter::work);
      }
      for (var done : pool.invokeAll(work)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(e, "counting words was interrupted", "词语计数被中断");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new Failure(e, "counting words failed: %s", "词语计数失败：%s", e);
    }
    return counter.shards;
  }

  private Void work() {
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
        if (mine.length() > TABLE_BYTES) {
          pour(mine);
        }
      }
    }
    pour(mine);
    return null;
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

  private void pour(Words mine) {
    for (int word = 0; word < mine.size(); word++) {
      var shard = shards[mine.shard(word, SHARDS)];
      synchronized (shard) {
        shard.add(mine, word);
      }
    }
    mine.clear();
  }
}
