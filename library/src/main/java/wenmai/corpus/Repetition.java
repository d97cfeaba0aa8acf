package wenmai.corpus;

import java.util.BitSet;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// A step that looks for what stood before, in three parts, so that threads and machines can share its work: what of a text
/// is compared, which of that came earlier, and what becomes of the text. The first and the last know one text alone; the
/// second is asked in the order of the documents, in one place.
public interface Repetition extends Step {
  /// For one thread.
  Keys keys();

  /// Empty, for one run.
  Memory memory();

  /// @param earlier what the memory said of the text's keys
  Outcome without(String text, BitSet earlier);

  /// What stands for a text where it is compared.
  @FunctionalInterface
  interface Keys {
    long[] of(String text);
  }

  /// What came so far. It tells which of the keys came before, and remembers them.
  @FunctionalInterface
  interface Memory {
    BitSet earlier(long[] keys);

    /// The [#mark] of the first text which one with these keys, that came after it, repeats as a whole.
    default OptionalLong original(long[] keys) {
      return OptionalLong.empty();
    }
  }

  /// By which a text is found again among others.
  static long mark(long[] keys) {
    return LongStream.of(keys).reduce(0, (mark, key) -> Fingerprint.mixed(key, 1) + 31 * mark);
  }

  @Override
  default Work begin() {
    var keys = keys();
    var memory = memory();
    return document -> without(document.text(), memory.earlier(keys.of(document.text())));
  }

  /// Of a text that is compared as a whole.
  static BitSet flag(boolean earlier) {
    return earlier ? BitSet.valueOf(new long[] {1}) : new BitSet();
  }
}
