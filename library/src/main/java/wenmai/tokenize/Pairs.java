package wenmai.tokenize;

import java.util.Arrays;

/// Numbers pairs of ids in the order of their arrival: an open-addressing map from a pair to its number, 16 to 24
/// bytes a pair. What is known about a pair stands in its owner's arrays under that number.
final class Pairs {
  private long[] keys;
  private int[] slots;
  private int size;

  Pairs(int expected) {
    keys = new long[Math.max(8, expected)];
    slots = new int[Integer.highestOneBit(keys.length) * 4];
    Arrays.fill(slots, -1);
  }

  static long key(int left, int right) {
    return (long) left << 32 | right;
  }

  static int left(long key) {
    return (int) (key >>> 32);
  }

  static int right(long key) {
    return (int) key;
  }

  int size() {
    return size;
  }

  /// The pair of a number.
  long key(int number) {
    return keys[number];
  }

  /// The pair's number, or -1.
  int find(long key) {
    return slots[slot(key)];
  }

  /// The pair's number, the next free one if the pair is new.
  int add(long key) {
    int slot = slot(key);
    if (slots[slot] >= 0) {
      return slots[slot];
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size + (size >> 1));
    }
    keys[size] = key;
    slots[slot] = size;
    if (++size > slots.length >> 1) {
      spread();
    }
    return size - 1;
  }

  private void spread() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, -1);
    for (int number = 0; number < size; number++) {
      slots[slot(keys[number])] = number;
    }
  }

  private int slot(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & slots.length - 1;
    while (slots[slot] >= 0 && keys[slots[slot]] != key) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }
}
