package wenmai.tokenize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import wenmai.files.ScratchFile;
import wenmai.message.Failure;

/// The words of a corpus in tokens, and how often each occurs. They stand in chunks, as many of them in memory as have room, the
/// others in a file, and are read from the first to the last, by all cores. A word may stand there several times.
final class MergeCorpus implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 18;
  private static final int AS_IT_WAS = -1;
  private static final int PLACES = 8;   // a pair has, on average, or more
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private final TokenBytes code;
  private final long room;
  private final List<Chunk> chunks = new ArrayList<>();
  private Optional<ScratchFile> file = Optional.empty();
  private long inMemory;
  private long inFile;

  /// For words in these tokens, `room` bytes of them in memory.
  MergeCorpus(TokenBytes code, long room) {
    this.code = code;
    this.room = room;
  }

  /// Whole words: a mark before each, and behind the mark its count if that is not 1. They only ever get shorter, so they stay
  /// where they are.
  private static final class Chunk {
    private final Place place;
    private int length;

    Chunk(Place place, int length) {
      this.place = place;
      this.length = length;
    }
  }

  private sealed interface Place {
    /// The bytes that stand there, in `buffer` if they are nowhere else in memory; behind them there is slack.
    byte[] read(byte[] buffer, int length);

    /// Takes what has become of them.
    void write(byte[] bytes, int length);
  }

  private record InMemory(byte[] here) implements Place {
    @Override
    public byte[] read(byte[] buffer, int length) {
      return here;
    }

    @Override
    public void write(byte[] bytes, int length) {
      assert bytes == here;
    }
  }

  private record InFile(ScratchFile file, long position) implements Place {
    @Override
    public byte[] read(byte[] buffer, int length) {
      byte[] bytes = length + TokenBytes.SLACK <= buffer.length ? buffer : new byte[length + TokenBytes.SLACK];
      file.read(position, bytes, length);
      return bytes;
    }

    @Override
    public void write(byte[] bytes, int length) {
      file.write(position, bytes, length);
    }
  }

  /// How a word is written in first tokens.
  interface Spelling {
    /// The number of its tokens.
    int length(Words table, int word);

    /// Says them in their order.
    void spell(Words table, int word, IntConsumer token);
  }

  /// Adds words, those that have two tokens or more: in others nothing can be merged. Threads may do so at once.
  void add(Words table, Spelling spelling) {
    var draft = new Draft();
    for (int word = 0; word < table.size(); word++) {
      int length = spelling.length(table, word);
      if (length > FlatWords.MOST) {
        throw new Failure("a word of %,d characters or bytes: at most %,d fit; cut its line",
            "一个词有 %,d 个字符或字节，最多容纳 %,d：请断开它所在的行", length, FlatWords.MOST);
      }
      if (length > 1) {
        draft.begin(length, table.count(word));
        spelling.spell(table, word, draft::put);
      }
    }
    draft.keep();
  }

  /// A chunk that is being written.
  private final class Draft {
    private byte[] bytes = {};
    private int used;

    void begin(int tokens, long count) {
      int more = (tokens + 1) * code.width() + Long.BYTES + TokenBytes.SLACK;
      if (used + more > CHUNK_BYTES) {
        keep();
      }
      if (used + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(used + more, 2 * bytes.length));
      }
      used = mark(bytes, used, count);
    }

    void put(int token) {
      used = code.put(bytes, used, token);
    }

    void keep() {
      if (used > 0) {
        MergeCorpus.this.keep(bytes, used);
        used = 0;
      }
    }
  }

  private synchronized void keep(byte[] bytes, int length) {
    if (inMemory + length <= room) {
      chunks.add(new Chunk(new InMemory(Arrays.copyOf(bytes, length + TokenBytes.SLACK)), length));
      inMemory += length;
    } else {
      var scratch = file.orElseGet(ScratchFile::new);
      file = Optional.of(scratch);
      scratch.write(inFile, bytes, length);
      chunks.add(new Chunk(new InFile(scratch, inFile), length));
      inFile += length;
    }
  }

  /// Returns where the word's first token goes.
  private int mark(byte[] bytes, int at, long count) {
    if (count == 1) {
      return code.put(bytes, at, code.once());
    }
    int end = code.put(bytes, at, code.often());
    LONG.set(bytes, end, count);
    return end + Long.BYTES;
  }

  /// What a thread does with the words of its chunks. It may write over what it has heard of.
  private interface Pass {
    void chunk(byte[] bytes);

    /// A word begins that occurs `count` times.
    void word(long count);

    /// It has a gap here.
    void gap();

    /// Its next segment stands in these bytes of the chunk.
    void segment(int from, int to);

    /// The chunk is over; returns how many of its bytes are left, or AS_IT_WAS if none was written over.
    int end();

    /// There are no more chunks.
    void done();
  }

  /// Reads all words, cut at every pair that is not frequent, until that is `enough`.
  private void read(PairSketch.Frequent frequent, Supplier<Pass> passes, BooleanSupplier enough) {
    var next = new AtomicInteger();
    Cores.each(() -> {
      var pass = passes.get();
      byte[] buffer = new byte[inFile == 0 ? 0 : CHUNK_BYTES];
      for (int i = next.getAndIncrement(); i < chunks.size() && !enough.getAsBoolean(); i = next.getAndIncrement()) {
        var chunk = chunks.get(i);
        byte[] bytes = chunk.place.read(buffer, chunk.length);
        pass.chunk(bytes);
        read(bytes, chunk.length, frequent, pass);
        int left = pass.end();
        if (left != AS_IT_WAS) {
          chunk.place.write(bytes, left);
          chunk.length = left;
        }
      }
      pass.done();
    });
  }

  private void read(byte[] bytes, int length, PairSketch.Frequent frequent, Pass pass) {
    code.put(bytes, length, code.once());
    for (int at = 0; at < length;) {
      int mark = code.get(bytes, at);
      at += code.width();
      if (mark == code.gap()) {
        pass.gap();
      } else {
        pass.word(mark == code.once() ? 1 : (long) LONG.get(bytes, at));
        at += mark == code.once() ? 0 : Long.BYTES;
      }
      int from = at;
      for (int token = code.get(bytes, at), second; !code.isMark(token); token = second) {
        at += code.width();
        second = code.get(bytes, at);
        if (code.isMark(second) || !frequent.contains(token, second)) {
          pass.segment(from, at);
          from = at;
        }
      }
    }
  }

  /// The distinct segments of two tokens or more into which words fall when they are cut at every pair that is not frequent; none if
  /// they take more than `room` bytes.
  Optional<Words[]> segments(PairSketch.Frequent frequent, long room) {
    var full = new AtomicBoolean();
    var segments = new SharedWords(room, _ -> full.set(true));
    read(frequent, () -> new Counting(segments), full::get);
    return full.get() ? Optional.empty() : Optional.of(segments.shards());
  }

  private final class Counting implements Pass {
    private final SharedWords segments;
    private final Words mine = new Words();
    private byte[] bytes = {};
    private long count;

    Counting(SharedWords segments) {
      this.segments = segments;
    }

    @Override
    public void chunk(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void word(long count) {
      this.count = count;
    }

    @Override
    public void gap() {}

    @Override
    public void segment(int from, int to) {
      if (to - from > code.width()) {
        mine.add(bytes, from, to, count);
      }
    }

    @Override
    public int end() {
      segments.pourIfLarge(mine);
      return AS_IT_WAS;
    }

    @Override
    public void done() {
      segments.pour(mine);
    }
  }

  /// What becomes of a segment.
  interface Rewriting {
    /// Writes it over the first `n` tokens; returns how many are left.
    int apply(int[] tokens, int n);
  }

  /// Writes each segment anew; returns the pairs of all words then.
  PairSketch rewrite(PairSketch.Frequent frequent, Rewriting rewriting) {
    var pairs = new PairSketch((inMemory + inFile) / code.width() / PLACES);
    read(frequent, () -> new Writing(rewriting, pairs), () -> false);
    return pairs;
  }

  private final class Writing implements Pass {
    private final Rewriting rewriting;
    private final PairSketch pairs;
    private final PairSketch mine;
    private int[] tokens = new int[1 << 6];
    private byte[] bytes = {};
    private int used;   // bytes of the chunk as it is written anew
    private int last;   // token there, or a mark
    private long count;

    Writing(Rewriting rewriting, PairSketch pairs) {
      this.rewriting = rewriting;
      this.pairs = pairs;
      this.mine = pairs.empty();
    }

    @Override
    public void chunk(byte[] bytes) {
      this.bytes = bytes;
      used = 0;
    }

    @Override
    public void word(long count) {
      this.count = count;
      used = mark(bytes, used, count);
      last = code.once();
    }

    @Override
    public void gap() {
      put(code.gap());
    }

    @Override
    public void segment(int from, int to) {
      int n = 0;
      for (int at = from; at < to; at += code.width()) {
        if (n == tokens.length) {
          tokens = Arrays.copyOf(tokens, 2 * n);
        }
        tokens[n++] = code.get(bytes, at);
      }
      int left = rewriting.apply(tokens, n);
      for (int i = 0; i < left; i++) {
        put(tokens[i]);
      }
    }

    private void put(int token) {
      if (!code.isMark(last) && !code.isMark(token)) {
        mine.add(last, token, count);
      }
      used = code.put(bytes, used, token);
      last = token;
    }

    @Override
    public int end() {
      return used;
    }

    @Override
    public void done() {
      synchronized (pairs) {
        pairs.add(mine);
      }
    }
  }

  @Override
  public void close() {
    file.ifPresent(ScratchFile::close);
  }
}
