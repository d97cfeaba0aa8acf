package wenmai.corpus.duplicate;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import wenmai.files.Scratch;

/// The signatures of the documents so far, found again by any of their bands (locality-sensitive hashing: Indyk and
/// Motwani 1998). A band is one `long`; a table for each holds the numbers of documents, and the key of a number is looked
/// up in its signature, so that nothing is stored twice.
///
/// Memory of a document, outside of the heap: 8 bytes a band, and 8 to 16 in the tables.
final class Bands {
  private static final int FIRST = 1 << 10;       // documents that have room
  private final int bands;
  private final Scratch signatures;               // [number, band]
  private MemorySegment tables;                   // [band, slot]: number + 1 of a document; 0: free
  private int slots;                              // of a table; half of them are in use
  private int size;

  Bands(int bands) {
    this.bands = bands;
    this.signatures = new Scratch((long) FIRST * bands * Long.BYTES);
    this.slots = 2 * FIRST;
    this.tables = new Scratch((long) slots * bands * Integer.BYTES).memory();
  }

  /// The first document that shares a band with the signature and agrees with it in `least` of its bytes.
  OptionalInt like(long[] signature, int least) {
    for (int band = 0; band < bands; band++) {
      int number = tables.getAtIndex(JAVA_INT, place(band, signature[band])) - 1;
      if (number >= 0 && agreement(number, signature) >= least) {
        return OptionalInt.of(number);
      }
    }
    return OptionalInt.empty();
  }

  /// Under a band that an earlier document has, that one stays.
  void add(long[] signature) {
    if (2 * size == slots) {
      grow();
    }
    MemorySegment.copy(signature, 0, signatures.memory(), JAVA_LONG, (long) size * bands * Long.BYTES, bands);
    enter(size);
    size++;
  }

  long[] signature(int number) {
    return signatures.memory().asSlice((long) number * bands * Long.BYTES, (long) bands * Long.BYTES).toArray(JAVA_LONG);
  }

  private void grow() {
    slots *= 2;
    signatures.grow((long) slots / 2 * bands * Long.BYTES);
    tables = new Scratch((long) slots * bands * Integer.BYTES).memory();
    for (int number = 0; number < size; number++) {
      enter(number);
    }
  }

  private void enter(int number) {
    for (int band = 0; band < bands; band++) {
      long at = place(band, band(number, band));
      if (tables.getAtIndex(JAVA_INT, at) == 0) {
        tables.setAtIndex(JAVA_INT, at, number + 1);
      }
    }
  }

  /// Where the key stands in a table, or the free place where it would (linear probing).
  private long place(int band, long key) {
    long table = (long) band * slots;
    int at = (int) (key * 0x9E3779B97F4A7C15L >>> 32) & slots - 1;
    for (int there = number(table + at); there >= 0 && band(there, band) != key; there = number(table + at)) {
      at = at + 1 & slots - 1;
    }
    return table + at;
  }

  /// Less than zero where the slot is free.
  private int number(long at) {
    return tables.getAtIndex(JAVA_INT, at) - 1;
  }

  private long band(int number, int band) {
    return signatures.memory().getAtIndex(JAVA_LONG, (long) number * bands + band);
  }

  private int agreement(int number, long[] signature) {
    int equal = 0;
    for (int band = 0; band < bands; band++) {
      long difference = band(number, band) ^ signature[band];
      for (int row = 0; row < Long.BYTES; row++) {
        equal += (difference >>> 8 * row & 0xFF) == 0 ? 1 : 0;
      }
    }
    return equal;
  }
}
