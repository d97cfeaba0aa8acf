package wenmai.corpus;

import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Clean documents, read top to bottom: from the source, through the steps, without those that are blank, shorter than
/// `shortest` characters, or the same as an earlier one.
///
/// Duplicates are found by 64-bit fingerprint, about 50 bytes of memory a document.
public record Pipeline(Source source, List<Cleaner> steps, int shortest) {

  public Pipeline {
    steps = List.copyOf(steps);
  }

  /// Gives every kept document to `consumer`.
  public Report run(Consumer<Document> consumer) {
    var tally = new Tally();
    var seen = new HashSet<Long>();
    try (Stream<Document> documents = source.documents(tally)) {
      documents
          .map(document -> cleaned(document, tally))
          .filter(document -> kept(document, !document.text().isBlank(), Reason.BLANK, tally))
          .filter(document -> kept(document, document.text().length() >= shortest, Reason.TOO_SHORT, tally))
          .filter(document -> kept(document, seen.add(document.fingerprint()), Reason.DUPLICATE, tally))
          .forEach(document -> {
            tally.keep(document);
            consumer.accept(document);
          });
    }
    return tally.report();
  }

  private Document cleaned(Document document, Tally tally) {
    String text = document.text();
    for (Cleaner step : steps) {
      String after = step.apply(text);
      if (!after.equals(text)) {
        tally.changed(step.name(), text, after);
      }
      text = after;
    }
    return document.with(text);
  }

  private static boolean kept(Document document, boolean keep, Reason otherwise, Tally tally) {
    if (!keep) {
      tally.drop(document, otherwise);
    }
    return keep;
  }
}
