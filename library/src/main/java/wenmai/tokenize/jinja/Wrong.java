package wenmai.tokenize.jinja;

import wenmai.message.Message;

/// What is wrong with a template, before it is known where.
final class Wrong extends RuntimeException {
  private final transient Message message;

  Wrong(String en, String zh, Object... args) {
    message = Message.of(en, zh, args);
  }

  Message message() {
    return message;
  }
}
