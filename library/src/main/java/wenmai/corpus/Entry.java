package wenmai.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/// One file, on disk or in an archive: its id, its kind by its name, how to open its unpacked bytes, and where they lie
/// if they do so on disk.
record Entry(String id, Kind kind, Opener opener, Optional<Path> plain) {
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }
}
