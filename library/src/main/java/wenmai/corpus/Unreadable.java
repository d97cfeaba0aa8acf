package wenmai.corpus;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a file, or the rest of one, gave no text.
public final class Unreadable extends IOException {
  private final Reason reason;
  private final List<String> columns;

  public Unreadable(Reason reason) {
    this(reason, List.of());
  }

  /// @param columns which there are in a table, where none of them is the text
  Unreadable(Reason reason, List<String> columns) {
    super(reason.message().en());
    this.reason = reason;
    this.columns = columns;
  }

  /// What to do with a file that is not read.
  static void drop(String id, IOException e, Tally tally) {
    tally.drop(id, reason(e), "", e instanceof Unreadable unreadable ? unreadable.columns : List.of());
  }

  /// The reason within `e`, which a parser may have wrapped; without one, the file may not be read or is damaged.
  static Reason reason(IOException e) {
    for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof Unreadable unreadable) {
        return unreadable.reason;
      }
      if (t instanceof AccessDeniedException) {
        return Reason.FORBIDDEN;
      }
    }
    return Reason.UNREADABLE;
  }
}
