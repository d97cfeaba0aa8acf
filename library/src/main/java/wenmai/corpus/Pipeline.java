package wenmai.corpus;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Clean documents, read top to bottom: from the source, through the steps, in one pass of one thread.
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
    var line = new Line(steps, tally);
    try (Stream<Document> documents = source.documents(tally)) {
      documents.map(line::through).flatMap(Optional::stream).forEach(document -> {
        tally.keep(document);
        consumer.accept(document);
      });
    }
    return tally.report().ordered(steps.stream().map(Step::name).toList());
  }
}
