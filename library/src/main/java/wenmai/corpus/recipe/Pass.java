package wenmai.corpus.recipe;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import wenmai.corpus.Repetition;
import wenmai.corpus.Step;
import wenmai.message.Message;

/// Steps that ask nothing of other documents, between two that do.
///
/// @param before whose question was answered before the pass
/// @param after  whose question is asked at its end
record Pass(Optional<Repetition> before, List<Step> alone, Optional<Repetition> after) {

  static List<Pass> of(List<Step> steps) {
    var passes = new ArrayList<Pass>();
    var alone = new ArrayList<Step>();
    var before = Optional.<Repetition>empty();
    for (Step step : steps) {
      if (step instanceof Repetition repetition) {
        passes.add(new Pass(before, List.copyOf(alone), Optional.of(repetition)));
        before = Optional.of(repetition);
        alone.clear();
      } else {
        alone.add(step);
      }
    }
    passes.add(new Pass(before, List.copyOf(alone), Optional.empty()));
    return passes;
  }

  /// @param answers to the question before, one a document
  List<Step> steps(Supplier<BitSet> answers) {
    var steps = new ArrayList<Step>();
    before.ifPresent(repetition -> steps.add(new Answered(repetition, answers)));
    steps.addAll(alone);
    return steps;
  }

  private record Answered(Repetition repetition, Supplier<BitSet> answers) implements Step {
    @Override
    public Message name() {
      return repetition.name();
    }

    @Override
    public Work begin() {
      return document -> repetition.without(document.text(), answers.get());
    }
  }
}
