package wenmai.tokenize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import wenmai.message.Failure;

/// Distinct byte strings and how often each occurs: an open-addressing table over one array of bytes, about 30 bytes a
/// word beside its own. No text is so long that a count, or a sum of counts, exceeds 64 bits.
public final class Words {
  private static final int WORD_BYTES = 30;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;   // of an array of Java
  private static final long MIXER = 0x9E3779B97F4A7C15L;
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
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

  int hash(int word) {
    return hashes[word];
  }

  /// Which of `shards` (a power of two) a hash belongs to: by its highest bits, for the slots take the lowest.
  static int shard(int hash, int shards) {
    return hash >>> Integer.numberOfLeadingZeros(shards) + 1;
  }

  /// The bytes of memory that the words take.
  long memory() {
    return length() + (long) size * WORD_BYTES;
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
    int slot = slot(from, start, end, hash);
    int word = slots[slot];
    if (word >= 0) {
      counts[word] += times;
      return word;
    }
    slots[slot] = append(from, start, end, hash, times);
    if (size > slots.length >> 1) {
      spread();
    }
    return size - 1;
  }

  /// The slot of a word, or the free one that it would take.
  private int slot(byte[] from, int start, int end, int hash) {
    int slot = hash & slots.length - 1;
    for (int word = slots[slot]; word >= 0; word = slots[slot]) {
      if (hashes[word] == hash && Arrays.equals(bytes, start(word), ends[word], from, start, end)) {
        break;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private int append(byte[] from, int start, int end, int hash, long times) {
    int at = length();
    int length = at + requireRoom(at, end - start);
    if (length > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST_BYTES, length * 3L / 2));
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

  /// Behind `at` bytes, room for some more; returns how many.
  static int requireRoom(int at, int more) {
    if (more > MOST_BYTES - at) {
      throw new Failure("the distinct words have more than %,d bytes in all: take less text, or a part of it at a time",
          "不同的词合计超过 %,d 字节：请减少文本，或分批处理", MOST_BYTES);
    }
    return more;
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

  /// Multiplies and folds eight bytes at a time.
  private static int hash(byte[] from, int start, int end) {
    long hash = end - start;
    int i = start;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      hash = fold((hash ^ (long) LONG.get(from, i)) * MIXER);
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = rest << Byte.SIZE | from[i] & 0xFF;
    }
    return (int) fold((hash ^ rest) * MIXER);
  }

  private static long fold(long hash) {
    return hash ^ hash >>> Integer.SIZE;
  }
}
