package wenmai.corpus.duplicate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The signatures of the documents so far, found again by any of their bands (locality-sensitive hashing: Indyk and
/// Motwani 1998). A band is one `long`; a table for each holds the numbers of documents, and the key of a number is looked
/// up in its signature, so that nothing is stored twice.
///
/// Memory of a document: 8 bytes a band, and 8 to 16 in the tables.
final class Bands {
  private static final int CHUNK = 1 << 12;       // signatures that are allocated together
  private final int bands;
  private final List<long[]> chunks = new ArrayList<>();
  private int[][] tables;                         // number + 1 of a document; 0: free
  private int size;

  Bands(int bands) {
    this.bands = bands;
    this.tables = new int[bands][16];
  }

  /// The first document that shares a band with the signature and agrees with it in `least` of its bytes.
  OptionalInt like(long[] signature, int least) {
    for (int band = 0; band < bands; band++) {
      int number = tables[band][place(tables[band], band, signature[band])] - 1;
      if (number >= 0 && agreement(number, signature) >= least) {
        return OptionalInt.of(number);
      }
    }
    return OptionalInt.empty();
  }

  /// Under a band that an earlier document has, that one stays.
  void add(long[] signature) {
    if (size % CHUNK == 0) {
      chunks.add(new long[CHUNK * bands]);
    }
    System.arraycopy(signature, 0, chunks.getLast(), size % CHUNK * bands, bands);
    size++;
    if (2 * size > tables[0].length) {
      tables = new int[bands][2 * tables[0].length];
      for (int number = 0; number < size; number++) {
        enter(number);
      }
    } else {
      enter(size - 1);
    }
  }

  private void enter(int number) {
    for (int band = 0; band < bands; band++) {
      int at = place(tables[band], band, band(number, band));
      tables[band][at] = tables[band][at] == 0 ? number + 1 : tables[band][at];
    }
  }

  /// Where the key stands in a table, or the free place where it would (linear probing, at most half full).
  private int place(int[] table, int band, long key) {
    int at = (int) (key * 0x9E3779B97F4A7C15L >>> 32) & table.length - 1;
    while (table[at] > 0 && band(table[at] - 1, band) != key) {
      at = at + 1 & table.length - 1;
    }
    return at;
  }

  private long band(int number, int band) {
    return chunks.get(number / CHUNK)[number % CHUNK * bands + band];
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
