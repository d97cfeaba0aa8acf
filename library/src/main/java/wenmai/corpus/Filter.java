package wenmai.corpus;

import java.util.Optional;

/// Keeps a document as it is, or drops it with a reason. It looks at one document alone.
public interface Filter extends Step {
  /// Why the text should be dropped; nothing where it should be kept.
  Optional<Reason> fault(String text);

  @Override
  default Work begin() {
    return document -> fault(document.text()).<Outcome>map(Outcome.Dropped::new)
        .orElseGet(() -> new Outcome.Kept(document.text()));
  }
}
