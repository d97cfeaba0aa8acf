package wenmai.corpus.recipe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;
import wenmai.corpus.Document;
import wenmai.corpus.Drop;
import wenmai.corpus.Report;
import wenmai.corpus.Tally;

/// The documents of a part on their way from the one thread that reads them into its files, in batches. Threads of the
/// reader's [java.util.concurrent.ForkJoinPool] that have nothing else to do clean them, and the reader those that nobody
/// has begun; what they become is written in the order of reading. Outside of a pool the reader cleans each batch.
///
/// Memory: [#AHEAD] characters that were read and are not yet written, or one document that is longer, and what they became.
final class Batches {
  static final int AHEAD = 1 << 21;
  private static final int BATCH = 1 << 16;        // characters: milliseconds of work
  private final Function<List<Item>, Done> work;
  private final Sink sink;
  private final Deque<Running> running = new ArrayDeque<>();
  private List<Item> batch = new ArrayList<>();
  private int characters;                          // of the batch
  private long ahead;                              // of those that run
  private Report report = new Tally().report();

  /// What is read.
  sealed interface Item {}

  /// @param earlier what of it came earlier, where that was asked
  /// @param repeats the id of the document that it repeats as a whole, where that is known
  record Read(Document document, BitSet earlier, String repeats) implements Item {}

  record Lost(Drop drop) implements Item {}

  /// What a batch became, a block for each file.
  record Done(List<byte[]> blocks, Report report) {}

  private record Running(ForkJoinTask<Done> task, int characters) {}

  /// @param work of one batch, by any thread
  Batches(Function<List<Item>, Done> work, Sink sink) {
    this.work = work;
    this.sink = sink;
  }

  void add(Document document, BitSet earlier, String repeats) {
    add(new Read(document, earlier, repeats), document.id().length() + document.text().length());
  }

  void add(Drop drop) {
    add(new Lost(drop), drop.id().length() + drop.text().length());
  }

  private void add(Item item, int length) {
    batch.add(item);
    characters += length;
    if (characters >= BATCH) {
      handOut();
    }
  }

  /// Writes what is left, and tells what was done to all.
  Report end() {
    handOut();
    while (!running.isEmpty()) {
      write(running.remove());
    }
    return report;
  }

  private void handOut() {
    var items = batch;
    var task = ForkJoinTask.adapt(() -> work.apply(items));
    if (ForkJoinTask.inForkJoinPool()) {
      task.fork();
    } else {
      task.invoke();
    }
    running.add(new Running(task, characters));
    ahead += characters;
    batch = new ArrayList<>();
    characters = 0;
    while (ahead > AHEAD) {
      write(running.remove());
    }
  }

  private void write(Running oldest) {
    cleanOthersBefore(oldest);
    var done = oldest.task.join();
    ahead -= oldest.characters;
    sink.add(done.blocks);
    report = report.plus(done.report);
  }

  /// A pool's thread that joins a task which another one has begun would do nothing meanwhile.
  private void cleanOthersBefore(Running oldest) {
    for (var newest = running.descendingIterator(); newest.hasNext() && !oldest.task.isDone();) {
      var task = newest.next().task;
      if (task.tryUnfork()) {
        task.quietlyInvoke();
      }
    }
  }
}
