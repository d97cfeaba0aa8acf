package wenmai.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Pairs of words with their weights, by ascending [PairKey], as unsigned numbers.
interface PairRun {

  /// Goes on to the next pair, or says that there is none.
  boolean next();

  long key();

  double weight();

  /// Hears of pairs.
  @FunctionalInterface
  interface Sink {
    void add(long key, double weight) throws IOException;
  }

  /// Each pair of several runs once, with the sum of its weights.
  static void merge(List<? extends PairRun> runs, Sink sink) throws IOException {
    var queue = new PriorityQueue<PairRun>(Math.max(1, runs.size()), Comparator.comparing(PairRun::key, Long::compareUnsigned));
    for (var run : runs) {
      advance(run, queue);
    }
    while (!queue.isEmpty()) {
      long key = queue.element().key();
      double sum = 0;
      while (!queue.isEmpty() && queue.element().key() == key) {
        var run = queue.remove();
        sum += run.weight();
        advance(run, queue);
      }
      sink.add(key, sum);
    }
  }

  private static void advance(PairRun run, PriorityQueue<PairRun> queue) {
    if (run.next()) {
      queue.add(run);
    }
  }

  /// A run on disk, 16 bytes a pair.
  final class OfFile implements PairRun {
    private static final int BUFFER = 1 << 16;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder()).limit(0);
    private long read;               // bytes of the file
    private long key;
    private double weight;

    OfFile(RecordFile file) {
      channel = file.channel();
    }

    static void write(List<? extends PairRun> runs, RecordFile file) throws IOException {
      try (var out = new RecordWriter(file)) {
        merge(runs, (key, weight) -> out.next().putLong(key).putDouble(weight));
      }
    }

    @Override
    public boolean next() {
      if (!buffer.hasRemaining() && !fill()) {
        return false;
      }
      key = buffer.getLong();
      weight = buffer.getDouble();
      return true;
    }

    private boolean fill() {
      try {
        buffer.clear();
        while (buffer.hasRemaining() && channel.read(buffer, read + buffer.position()) >= 0) {
          // a whole buffer, or the rest of the file
        }
        buffer.flip();
        read += buffer.limit();
        return buffer.hasRemaining();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public long key() {
      return key;
    }

    @Override
    public double weight() {
      return weight;
    }
  }
}
