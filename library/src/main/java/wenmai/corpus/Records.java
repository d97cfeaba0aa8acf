package wenmai.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/// A file of many documents, given one by one, so that memory holds one.
interface Records extends Closeable {
  /// The next document; nothing at the end. What is no document on the way is dropped with its reason.
  Optional<Document> next() throws IOException;

  @Override
  default void close() throws IOException {}
}
