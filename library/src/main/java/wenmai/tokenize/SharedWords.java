package wenmai.tokenize;

import java.util.Arrays;
import java.util.function.Consumer;

/// Words that several threads count: each in a small table of its own, which it pours into shared ones, each word into the shard
/// of its hash. So memory holds the distinct words once, and little more.
final class SharedWords {
  private static final int SHARDS = 64;
  private static final int TABLE_BYTES = 1 << 21;
  private final Words[] shards = new Words[SHARDS];
  private final long room;
  private final Consumer<Words> full;

  /// Words that take as much memory as they need.
  SharedWords() {
    this(Long.MAX_VALUE, _ -> {});
  }

  /// A shard that takes more than its share of `room` bytes is handed to `full`, by any thread, and begins anew.
  SharedWords(long room, Consumer<Words> full) {
    this.room = room;
    this.full = full;
    Arrays.setAll(shards, _ -> new Words());
  }

  /// Pours a thread's table when it has outgrown the cache.
  void pourIfLarge(Words mine) {
    if (mine.length() > TABLE_BYTES) {
      pour(mine);
    }
  }

  void pour(Words mine) {
    for (int word = 0; word < mine.size(); word++) {
      var shard = shards[Words.shard(mine.hash(word), SHARDS)];
      synchronized (shard) {
        shard.add(mine, word);
        if (shard.memory() > room / SHARDS) {
          full.accept(shard);
          shard.clear();
        }
      }
    }
    mine.clear();
  }

  /// Hands over what is left.
  void finish() {
    Cores.share(SHARDS, i -> {
      full.accept(shards[i]);
      shards[i] = new Words();
    });
  }

  Words[] shards() {
    return shards;
  }
}
