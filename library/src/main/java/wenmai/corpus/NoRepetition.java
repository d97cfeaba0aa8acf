package wenmai.corpus;

import java.util.HashSet;
import wenmai.message.Message;

/// Drops a document whose text is that of an earlier one, by 64-bit fingerprint: about 50 bytes of memory a document.
public record NoRepetition() implements Step {
  @Override
  public Message name() {
    return Reason.DUPLICATE.message();
  }

  @Override
  public Work begin() {
    var seen = new HashSet<Long>();
    return document -> seen.add(document.fingerprint()) ? new Outcome.Kept(document.text())
        : new Outcome.Dropped(Reason.DUPLICATE);
  }
}
