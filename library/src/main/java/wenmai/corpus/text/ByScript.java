package wenmai.corpus.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Each script by the segmenter that knows it: runs of Chinese characters by one, what stands between by the other.
public record ByScript(Segmenter han, Segmenter other) implements Segmenter {
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}+");

  /// Chinese and English.
  public static final ByScript DEFAULT = new ByScript(new HanLp(), new LetterRuns());

  @Override
  public List<String> words(String line) {
    var words = new ArrayList<String>();
    var run = HAN.matcher(line);
    int end = 0;
    while (run.find()) {
      words.addAll(other.words(line.substring(end, run.start())));
      words.addAll(han.words(run.group()));
      end = run.end();
    }
    words.addAll(other.words(line.substring(end)));
    return words;
  }
}
