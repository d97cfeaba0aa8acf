package wenmai.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import wenmai.embed.WordEvaluation.Section;

/// Asks many analogies at once, as one product of matrices: a question costs V · D multiplications and additions.
final class AnalogyQuestions {
  /// Similarities held at once.
  private static final int ROOM = 1 << 23;

  private final WordVectors vectors;

  AnalogyQuestions(WordVectors vectors) {
    this.vectors = vectors;
  }

  /// @param questions four words each: a is to b as c is to d
  Section ask(List<List<String>> questions) {
    var known = new ArrayList<int[]>();
    for (var words : questions) {
      var ids = words.stream().map(vectors::find).toList();
      if (ids.stream().allMatch(OptionalInt::isPresent)) {
        known.add(ids.stream().mapToInt(OptionalInt::getAsInt).toArray());
      }
    }
    int size = vectors.words().size();
    int batch = Math.max(1, ROOM / size);
    int correct = 0;
    for (int from = 0; from < known.size(); from += batch) {
      var asked = known.subList(from, Math.min(known.size(), from + batch));
      float[] alike = vectors.similarities(asked.stream().map(q -> vectors.offset(q[0], q[1], q[2])).toList());
      for (int i = 0; i < asked.size(); i++) {
        correct += best(alike, i * size, size, asked.get(i)) == asked.get(i)[3] ? 1 : 0;
      }
    }
    return Section.of(questions.size(), known.size(), correct);
  }

  /// The word most alike that is not in the question.
  private static int best(float[] alike, int from, int size, int[] question) {
    int best = -1;
    for (int id = 0; id < size; id++) {
      if ((best < 0 || alike[from + id] > alike[from + best]) && id != question[0] && id != question[1] && id != question[2]) {
        best = id;
      }
    }
    return best;
  }
}
