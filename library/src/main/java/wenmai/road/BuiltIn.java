package wenmai.road;

import java.nio.file.Path;
import wenmai.files.Atomic;

/// The built-in stories as a file of documents.
final class BuiltIn {
  private BuiltIn() {}

  static Path write(Path out) {
    var file = out.resolve("stories.jsonl");
    Atomic.text(file, "");
    return file;
  }
}
