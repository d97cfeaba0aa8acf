package wenmai.message;

/// An error that is explained to a person, in their language, without a stack trace.
public sealed class Problem extends RuntimeException permits BadInput, Failure {
  private final transient Message message;

  protected Problem(Message message) {
    super(message.en());
    this.message = message;
  }

  public Message message() {
    return message;
  }
}
