package wenmai.corpus;

import java.io.IOException;
import java.nio.file.Path;

/// Reads a format that takes a library of its own, which this one spares its users: found by Java's `ServiceLoader` where
/// an application brings one.
public interface Extractor {
  /// Characters that a text may have, and bytes that a part of a file may unpack to.
  int LONGEST = Unpack.LARGEST_TEXT;

  /// The format's name, as the report has it: `PDF`.
  String format();

  /// The text, in reading order.
  ///
  /// @throws Unreadable with the reason; any other IOException where the file is damaged
  String text(Path file) throws IOException;
}
