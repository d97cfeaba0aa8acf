package wenmai.corpus;

import java.util.List;
import java.util.Optional;
import wenmai.corpus.Step.Outcome;
import wenmai.message.Message;

/// Steps at work, one after the other, for one thread. Every document that a step changes or drops is counted, with the
/// step or the reason.
public final class Line {
  private final List<Station> stations;
  private final Tally tally;

  private record Station(Message name, Step.Work work) {}

  public Line(List<? extends Step> steps, Tally tally) {
    this.stations = steps.stream().map(step -> new Station(step.name(), step.begin())).toList();
    this.tally = tally;
  }

  /// What is left of the document; nothing where a step drops it.
  public Optional<Document> through(Document document) {
    var now = document;
    for (Station station : stations) {
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
