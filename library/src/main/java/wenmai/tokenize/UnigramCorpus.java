package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The distinct runs of a corpus ([ScriptRuns]) and how often each occurs. They stand in one array, in order, each with a gap behind it.
record UnigramCorpus(char[] text, int[] starts, int[] ends, long[] counts, Map<String, Long> characters) {
  static final char GAP = 0;

  /// Characters are the most frequent ones, which make up `coverage` of the corpus; at the others runs are cut.
  static UnigramCorpus of(Stream<String> texts, double coverage) {
    var words = WordCounter.count(ScriptRuns::marked, ScriptRuns::ends, texts.filter(text -> !text.isEmpty()));
    long[] counts = new long[Character.MAX_CODE_POINT + 1];
    for (var table : words) {
      for (int word = 0; word < table.size(); word++) {
        long count = table.count(word);
        table.text(word).codePoints().forEach(c -> counts[c] += count);
      }
    }
    counts[GAP] = 0;
    var covered = ScriptRuns.covered(counts, coverage);
    var runs = new HashMap<String, Long>();
    for (var table : words) {
      for (int word = 0; word < table.size(); word++) {
        for (var run : runs(table.text(word), covered)) {
          runs.merge(run, table.count(word), Long::sum);
        }
      }
    }
    return of(runs, covered.stream().boxed().collect(Collectors.toMap(c -> Character.toString(c), c -> counts[c])));
  }

  private static UnigramCorpus of(Map<String, Long> runs, Map<String, Long> characters) {
    var sorted = runs.keySet().stream().sorted().toList();
    int[] starts = new int[sorted.size()];
    int[] ends = new int[sorted.size()];
    long[] counts = new long[sorted.size()];
    char[] text = new char[Math.toIntExact(sorted.stream().mapToLong(run -> run.length() + 1).sum())];
    for (int i = 0, at = 0; i < starts.length; i++) {
      var run = sorted.get(i);
      starts[i] = at;
      ends[i] = at + run.length();
      counts[i] = runs.getOrDefault(run, 0L);
      run.getChars(0, run.length(), text, at);
      at = ends[i] + 1;
    }
    return new UnigramCorpus(text, starts, ends, counts, characters);
  }

  int size() {
    return starts.length;
  }

  /// The number of the run around a place.
  int run(int place) {
    int at = Arrays.binarySearch(starts, place);
    return at < 0 ? -at - 2 : at;
  }

  private static List<String> runs(String text, BitSet covered) {
    var runs = new ArrayList<String>();
    int from = 0;
    for (int i = 0, next; i < text.length(); i = next) {
      next = i + Character.charCount(text.codePointAt(i));
      if (!covered.get(text.codePointAt(i))) {
        runs.add(text.substring(from, i));
        from = next;
      }
    }
    runs.add(text.substring(from));
    runs.removeIf(String::isEmpty);
    return runs;
  }
}
