package wenmai.corpus;

import java.util.BitSet;
import java.util.OptionalLong;
import wenmai.message.Message;

/// Drops a document whose text is that of an earlier one, by 64-bit fingerprint: 16 to 32 bytes a document, outside of the heap.
public record NoRepetition() implements Repetition {
  @Override
  public Message name() {
    return Reason.DUPLICATE.message();
  }

  @Override
  public Keys keys() {
    return text -> new long[] {Fingerprint.of(text)};
  }

  @Override
  public Memory memory() {
    var seen = new Seen();
    return new Memory() {
      @Override
      public BitSet earlier(long[] keys) {
        return Repetition.flag(!seen.add(keys[0]));
      }

      @Override
      public OptionalLong original(long[] keys) {
        return OptionalLong.of(Repetition.mark(keys));
      }
    };
  }

  @Override
  public Outcome without(String text, BitSet earlier) {
    return earlier.isEmpty() ? new Outcome.Kept(text) : new Outcome.Dropped(Reason.DUPLICATE);
  }
}
