package wenmai.corpus;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// What a walk comes by: a file to be read, or something that is left out and why.
///
/// @param place a path; of a file whose name is not text in the locale's encoding its address (`file:///…/caf%E9.txt`), which
///              holds every byte of the name
public record Found(String place, Optional<Reason> leftOut) {
  private static final String ADDRESS = "file:///";       // no path begins so: it would have one slash

  static Found file(Path path) {
    return new Found(isWhole(path) ? path.toString() : path.toUri().toString(), Optional.empty());
  }

  /// Whether the path's letters lead to its file.
  private static boolean isWhole(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /// Where a file lies.
  public Path path() {
    return hasLetters() ? Path.of(place) : Path.of(URI.create(place));
  }

  /// Whether the file is found by its path's letters, which is how libraries open one.
  boolean hasLetters() {
    return !place.startsWith(ADDRESS);
  }

  static Found leftOut(String place, Reason reason) {
    return new Found(place, Optional.of(reason));
  }
}
