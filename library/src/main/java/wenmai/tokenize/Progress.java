package wenmai.tokenize;

import wenmai.message.Message;

/// Hears how far a long piece of work is.
@FunctionalInterface
public interface Progress {
  Progress NONE = (done, total) -> {};

  void at(long done, long total);

  /// Something the person who started the work should know.
  default void note(Message message) {}
}
