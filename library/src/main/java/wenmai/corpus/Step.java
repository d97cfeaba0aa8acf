package wenmai.corpus;

import wenmai.message.Message;

/// One small named piece of cleaning. A run is a list of them, in any order: a [Cleaner] changes the text, a [Filter]
/// drops documents, and some do both.
public interface Step {
  /// What the report calls it.
  Message name();

  /// The step at work in one run; what it remembers (of duplicates, say) ends with the run.
  Work begin();

  /// A step at work, for one thread.
  @FunctionalInterface
  interface Work {
    Outcome of(Document document);
  }

  /// What became of a document.
  sealed interface Outcome {
    /// It goes on, perhaps with another text.
    record Kept(String text) implements Outcome {}

    record Dropped(Reason reason) implements Outcome {}
  }
}
