package wenmai.corpus.duplicate;

/// How often each fingerprint came: open addressing with linear probing (Knuth, TAOCP 6.4, algorithm L) in two arrays,
/// at most half full: 24 to 48 bytes a key.
public final class LongCounts {
  private long[] keys = new long[16];
  private int[] counts = new int[16];
  private int size;

  /// Counts the key once more, and gives how often it has come now.
  public int add(long key) {
    if (2 * size >= keys.length) {
      grow();
    }
    int at = place(key);
    size += counts[at] == 0 ? 1 : 0;
    keys[at] = key;
    return ++counts[at];
  }

  /// How often the key has come.
  public int of(long key) {
    return counts[place(key)];
  }

  private int place(long key) {
    int at = (int) (mixed(key) & keys.length - 1);
    while (counts[at] > 0 && keys[at] != key) {
      at = at + 1 & keys.length - 1;
    }
    return at;
  }

  private void grow() {
    var oldKeys = keys;
    var oldCounts = counts;
    keys = new long[2 * oldKeys.length];
    counts = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] > 0) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        counts[at] = oldCounts[i];
      }
    }
  }

  /// Fibonacci hashing, high bits down.
  private static long mixed(long key) {
    long product = key * 0x9E3779B97F4A7C15L;
    return product ^ product >>> 32;
  }
}
