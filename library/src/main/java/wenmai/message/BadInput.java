package wenmai.message;

/// Wrong usage, or input that is missing, malformed or damaged: exit code 2. The message gives the name, the value, the
/// rule and the next step.
public final class BadInput extends Problem {
  public BadInput(Message message) {
    super(message);
  }

  public BadInput(String en, String zh, Object... args) {
    super(Message.of(en, zh, args));
  }
}
