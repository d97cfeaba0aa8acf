package wenmai.message;

/// What fails though the input is right (disk full, memory, port in use, a run stopped on non-finite loss): exit code 1.
public final class Failure extends Problem {
  public Failure(String en, String zh, Object... args) {
    super(Message.of(en, zh, args));
  }

  public Failure(Throwable cause, String en, String zh, Object... args) {
    super(Message.of(en, zh, args));
    initCause(cause);
  }
}
