package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Distinct byte strings and how often each occurs: an open-addressing table over one array of bytes, about 30 bytes a
/// word beside its own.
public final class Words {
  private byte[] bytes = new byte[1 << 12];
  private int[] ends = new int[1 << 8];
  private int[] hashes = new int[1 << 8];
  private long[] counts = new long[1 << 8];
  private int[] slots = filled(1 << 9);
  private int size;

  public int size() {
    return size;
  }

  /// The bytes of all words together.
  int length() {
    return size == 0 ? 0 : ends[size - 1];
  }

  int start(int word) {
    return word == 0 ? 0 : ends[word - 1];
  }

  int end(int word) {
    return ends[word];
  }

  public long count(int word) {
    return counts[word];
  }

  int at(int place) {
    return bytes[place] & 0xFF;
  }

  /// A word whose bytes are UTF-8.
  public String text(int word) {
    return new String(bytes, start(word), end(word) - start(word), StandardCharsets.UTF_8);
  }

  /// Which of `shards` (a power of two) a word belongs to: the hash's highest bits, for the slots take the lowest.
  int shard(int word, int shards) {
    return hashes[word] >>> Integer.numberOfLeadingZeros(shards) + 1;
  }

  /// Counts a word; returns its number, from 0 in the order of first sight.
  public int add(byte[] from, int start, int end, long times) {
    return add(from, start, end, hash(from, start, end), times);
  }

  /// Adds a word of another table.
  void add(Words other, int word) {
    add(other.bytes, other.start(word), other.end(word), other.hashes[word], other.counts[word]);
  }

  void clear() {
    size = 0;
    Arrays.fill(slots, -1);
  }

  private int add(byte[] from, int start, int end, int hash, long times) {
    int slot = hash & slots.length - 1;
    while (slots[slot] >= 0) {
      int word = slots[slot];
      if (hashes[word] == hash && Arrays.equals(bytes, start(word), ends[word], from, start, end)) {
        counts[word] += times;
        return word;
      }
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = append(from, start, end, hash, times);
    if (size > slots.length >> 1) {
      spread();
    }
    return size - 1;
  }

  private int append(byte[] from, int start, int end, int hash, long times) {
    int at = length();
    int length = Math.addExact(at, end - start);
    if (length > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, length * 3L / 2));
    }
    if (size == ends.length) {
      int capacity = size + (size >> 1);
      ends = Arrays.copyOf(ends, capacity);
      hashes = Arrays.copyOf(hashes, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
    System.arraycopy(from, start, bytes, at, end - start);
    ends[size] = length;
    hashes[size] = hash;
    counts[size] = times;
    return size++;
  }

  private void spread() {
    slots = filled(slots.length * 2);
    for (int word = 0; word < size; word++) {
      int slot = hashes[word] & slots.length - 1;
      while (slots[slot] >= 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = word;
    }
  }

  private static int[] filled(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, -1);
    return slots;
  }

  private static int hash(byte[] from, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + from[i];
    }
    hash *= 0x9E3779B9;
    return hash ^ hash >>> 15;
  }
}
