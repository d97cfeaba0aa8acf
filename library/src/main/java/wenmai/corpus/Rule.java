package wenmai.corpus;

import java.util.Optional;
import java.util.function.Predicate;
import wenmai.message.Message;

/// A filter of one condition: what does not fulfil it is dropped.
public record Rule(Reason otherwise, Predicate<String> keeps) implements Filter {

  public static final Rule NOT_BLANK = new Rule(Reason.BLANK, text -> !text.isBlank());

  public static Rule notShorterThan(int characters) {
    return new Rule(Reason.TOO_SHORT, text -> text.length() >= characters);
  }

  @Override
  public Message name() {
    return otherwise.message();
  }

  @Override
  public Optional<Reason> fault(String text) {
    return keeps.test(text) ? Optional.empty() : Optional.of(otherwise);
  }
}
