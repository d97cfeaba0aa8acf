package wenmai.corpus.recipe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import wenmai.corpus.Repetition;

/// The ids of documents that others repeat as a whole, found by their marks when the documents are gone through once more:
/// memory holds the marks of the repetitions, and the ids of what they repeat, instead of an id for every document.
final class Originals {
  private static final String UNKNOWN = "";
  private final Map<Long, String> ids = new HashMap<>();
  private final List<List<Long>> wanted = new ArrayList<>();        // of each part

  /// What is wanted from now on stands in another part.
  void part() {
    wanted.add(new ArrayList<>());
  }

  void want(long mark) {
    ids.put(mark, UNKNOWN);
    wanted.getLast().add(mark);
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  /// The first document with these keys is it.
  void see(long[] keys, String id) {
    ids.replace(Repetition.mark(keys), UNKNOWN, id);
  }

  /// Of the documents of a part that repeat others, in their order.
  Stream<String> of(int part) {
    return wanted.get(part).stream().map(ids::get);
  }
}
