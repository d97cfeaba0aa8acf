package wenmai.corpus;

import java.io.IOException;
import java.io.InputStream;

/// One file, on disk or in an archive: its id, its kind, and how to open its unpacked bytes.
record Entry(String id, Kind kind, Opener opener) {
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }
}
