package wenmai.corpus;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import wenmai.files.Scratch;

/// Which 64-bit keys came before: open addressing with linear probing (Knuth, TAOCP 6.4, algorithm L), at most half full.
/// 16 to 32 bytes a key, outside of the heap.
public final class Seen {
  private static final int FIRST = 1 << 12;
  private MemorySegment table = new Scratch(FIRST * 8L).memory();    // 0: free
  private long slots = FIRST;
  private long size;
  private boolean zero;

  /// Whether the key is new.
  public boolean add(long key) {
    if (key == 0) {
      boolean first = !zero;
      zero = true;
      return first;
    }
    if (2 * size >= slots) {
      grow();
    }
    long at = place(key);
    if (table.getAtIndex(JAVA_LONG, at) == key) {
      return false;
    }
    table.setAtIndex(JAVA_LONG, at, key);
    size++;
    return true;
  }

  private void grow() {
    var old = table;
    long before = slots;
    slots = 2 * before;
    table = new Scratch(slots * 8).memory();
    for (long i = 0; i < before; i++) {
      long key = old.getAtIndex(JAVA_LONG, i);
      if (key != 0) {
        table.setAtIndex(JAVA_LONG, place(key), key);
      }
    }
  }

  /// Where the key is, or would be.
  private long place(long key) {
    long at = mixed(key) & slots - 1;
    for (long there = table.getAtIndex(JAVA_LONG, at); there != 0 && there != key; there = table.getAtIndex(JAVA_LONG, at)) {
      at = at + 1 & slots - 1;
    }
    return at;
  }

  /// Fibonacci hashing, high bits down.
  private static long mixed(long key) {
    long product = key * 0x9E3779B97F4A7C15L;
    return product ^ product >>> 32;
  }
}
