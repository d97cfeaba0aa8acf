package wenmai.corpus;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Why a file, or the rest of one, gave no text.
public final class Unreadable extends IOException {
  private final Reason reason;

  public Unreadable(Reason reason) {
    super(reason.message().en());
    this.reason = reason;
  }

  /// The reason within `e`, which a parser may have wrapped; without one, the file is damaged.
  static Reason reason(IOException e) {
    for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof Unreadable unreadable) {
        return unreadable.reason;
      }
    }
    return Reason.UNREADABLE;
  }
}
