package wenmai.corpus;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import wenmai.corpus.Step.Outcome;
import wenmai.message.Message;

/// Clean documents, read top to bottom: from the source, through the steps. Every document that a step changes or drops
/// is counted, with the step or the reason.
public record Pipeline(Source source, List<? extends Step> steps) {

  public Pipeline {
    steps = List.copyOf(steps);
  }

  /// Cleaned, without those that are then blank, shorter than `shortest` characters, or the same as an earlier one.
  public Pipeline(Source source, List<Cleaner> cleaners, int shortest) {
    this(source, Stream.concat(cleaners.stream(),
        Stream.of(Rule.NOT_BLANK, Rule.notShorterThan(shortest), new NoRepetition())).toList());
  }

  /// Gives every kept document to `consumer`.
  public Report run(Consumer<Document> consumer) {
    return run(consumer, new Tally());
  }

  /// Counts in a tally of the caller's, which may keep aside what is dropped.
  public Report run(Consumer<Document> consumer, Tally tally) {
    var line = steps.stream().map(step -> new Station(step.name(), step.begin())).toList();
    try (Stream<Document> documents = source.documents(tally)) {
      documents.map(document -> through(line, document, tally)).flatMap(Optional::stream).forEach(document -> {
        tally.keep(document);
        consumer.accept(document);
      });
    }
    return tally.report();
  }

  private record Station(Message name, Step.Work work) {}

  private static Optional<Document> through(List<Station> line, Document document, Tally tally) {
    var now = document;
    for (Station station : line) {
      switch (station.work().of(now)) {
        case Outcome.Dropped(Reason reason) -> {
          tally.drop(now, reason);
          return Optional.empty();
        }
        case Outcome.Kept(String text) -> {
          if (!text.equals(now.text())) {
            tally.changed(station.name(), now.text(), text);
            now = now.with(text);
          }
        }
      }
    }
    return Optional.of(now);
  }
}
