package wenmai.corpus.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.corpus.Document;
import wenmai.corpus.Drop;
import wenmai.corpus.Reason;
import wenmai.corpus.Tally;
import wenmai.corpus.recipe.Batches.Done;
import wenmai.corpus.recipe.Batches.Item;

class BatchesTest {
  private static final int DOCUMENTS = 2_000;
  private static final String TEXT = "x".repeat(10_000);
  @TempDir Path folder;

  @Test
  void threadsThatHaveNothingElseToDoClean() throws IOException {
    var both = new CountDownLatch(2);
    var alone = new AtomicInteger();
    inPool(2, items -> {
      both.countDown();
      alone.addAndGet(comes(both) ? 0 : 1);
      return new Done(List.of(text(items)), new Tally().report());
    }, BatchesTest::read);
    assertThat(alone.get()).as("batches beside which nobody cleaned another").isZero();
  }

  @Test
  void whatIsWrittenStandsInTheOrderOfReading() throws IOException {
    var random = new SplittableRandom(5);
    var delays = random.ints(200, 0, 4).toArray();
    var next = new AtomicInteger();
    for (int threads : new int[] {1, 2, 5}) {
      next.set(0);
      assertThat(inPool(threads, items -> {
        pause(delays[next.getAndIncrement() % delays.length]);
        return new Done(List.of(text(items)), new Tally().report());
      }, BatchesTest::read)).as("%d threads", threads).isEqualTo(inOrder());
    }
  }

  @Test
  void outsideOfAPoolTheReaderCleansEachBatch() throws IOException {
    try (var sink = Sink.of(List.of(folder.resolve("out")))) {
      var reader = Thread.currentThread();
      var batches = new Batches(items -> {
        assertThat(Thread.currentThread()).isSameAs(reader);
        return new Done(List.of(text(items)), new Tally().report());
      }, sink);
      read(batches);
      var _ = batches.end();
      sink.publish();
    }
    assertThat(Files.readString(folder.resolve("out"))).isEqualTo(inOrder());
  }

  @Test
  void theReaderIsNotFarAhead() throws IOException {
    var read = new AtomicLong();
    var cleaned = new AtomicLong();
    var furthest = new AtomicLong();
    inPool(2, items -> {
      cleaned.addAndGet(text(items).length);
      return new Done(List.of(new byte[0]), new Tally().report());
    }, batches -> {
      for (int i = 0; i < DOCUMENTS; i++) {
        batches.add(new Document("", TEXT), new BitSet(), "");
        furthest.accumulateAndGet(read.addAndGet(TEXT.length()) - cleaned.get(), Math::max);
      }
    });
    assertThat(furthest.get()).isLessThan(Batches.AHEAD + 10L * TEXT.length());
    assertThat(cleaned.get()).isEqualTo((long) DOCUMENTS * TEXT.length());
  }

  @Test
  void whatABatchThrowsEndsTheReader() {
    assertThatThrownBy(() -> inPool(2, _ -> {
      throw new IllegalArgumentException("bad");
    }, BatchesTest::read)).hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
  }

  private static void read(Batches batches) {
    for (int i = 0; i < DOCUMENTS; i++) {
      if (i % 7 == 0) {
        batches.add(new Drop("lost " + i, Reason.NOT_JSON, ""));
      }
      batches.add(new Document(i + TEXT, ""), new BitSet(), "");
    }
  }

  private static String inOrder() {
    var all = new StringBuilder();
    for (int i = 0; i < DOCUMENTS; i++) {
      all.append(i % 7 == 0 ? "lost " + i : "").append(i).append(TEXT);
    }
    return all.toString();
  }

  private static byte[] text(List<Item> items) {
    return items.stream().map(item -> switch (item) {
      case Batches.Read(Document document, _, _) -> document.id() + document.text();
      case Batches.Lost(Drop drop) -> drop.id();
    }).collect(Collectors.joining()).getBytes(UTF_8);
  }

  /// What a reader's batches become, read within a pool.
  private String inPool(int threads, Function<List<Item>, Done> work, Consumer<Batches> reader) throws IOException {
    var out = folder.resolve("out" + threads);
    try (var sink = Sink.of(List.of(out)); var pool = new ForkJoinPool(threads)) {
      pool.submit(() -> {
        var batches = new Batches(work, sink);
        reader.accept(batches);
        return batches.end();
      }).join();
      sink.publish();
    }
    return Files.readString(out);
  }

  private static boolean comes(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
