package wenmai.corpus.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Each script by the segmenter that knows it: runs of Chinese characters by one, what stands between by the other. A long run is
/// given in stretches, for a segmenter's lattice takes hundreds of bytes a character.
public record ByScript(Segmenter han, Segmenter other) implements Segmenter {
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}+");

  private static final int STRETCH = 1000;       // characters; a sentence has 20 to 50

  /// Chinese and English.
  public static final ByScript DEFAULT = new ByScript(new HanLp(), new LetterRuns());

  @Override
  public List<String> words(String line) {
    var words = new ArrayList<String>();
    var run = HAN.matcher(line);
    int end = 0;
    while (run.find()) {
      words.addAll(other.words(line.substring(end, run.start())));
      addHan(run.group(), words);
      end = run.end();
    }
    words.addAll(other.words(line.substring(end)));
    return words;
  }

  /// The last word of a stretch, which its end may have cut, is the first of the next one.
  private void addHan(String run, List<String> words) {
    int from = 0;
    while (run.length() - from > STRETCH) {
      var stretch = han.words(run.substring(from, place(run, from + STRETCH)));
      var whole = stretch.subList(0, Math.max(1, stretch.size() - 1));
      words.addAll(whole);
      from += whole.stream().mapToInt(String::length).sum();
    }
    words.addAll(han.words(run.substring(from)));
  }

  /// At or before `wanted`, where a character begins.
  private static int place(String run, int wanted) {
    return Character.isLowSurrogate(run.charAt(wanted)) ? wanted - 1 : wanted;
  }
}
