package wenmai.corpus;

import java.util.Optional;

/// What a walk comes by: a file to be read, or something that is left out and why.
public record Found(String place, Optional<Reason> leftOut) {
  static Found file(String place) {
    return new Found(place, Optional.empty());
  }

  static Found leftOut(String place, Reason reason) {
    return new Found(place, Optional.of(reason));
  }
}
