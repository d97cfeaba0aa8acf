package wenmai.sample;

import java.util.List;
import java.util.stream.IntStream;

/// One story: the facts, and what was made of them. Both tellings have a sentence (or two) for every fact, in order.
public record Story(long id, Telling english, Telling chinese, List<Fact> facts, List<Question> questions, Labels labels) {
  public Story {
    facts = List.copyOf(facts);
    questions = List.copyOf(questions);
  }

  /// The same event in both languages, event by event.
  public List<Pair> pairs() {
    return IntStream.range(0, facts.size())
        .mapToObj(i -> new Pair(english.sentences().get(i), chinese.sentences().get(i))).toList();
  }

  public record Pair(String english, String chinese) {}
}
