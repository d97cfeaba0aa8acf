package wenmai.corpus.text;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Words of a language that writes spaces: runs of letters and digits, with the apostrophes inside them (`don't`). Every
/// other character that is no space is a word of its own.
public record LetterRuns() implements Segmenter {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’][\\p{L}\\p{M}\\p{N}]+)*+|\\S");

  @Override
  public List<String> words(String line) {
    return WORD.matcher(line).results().map(MatchResult::group).toList();
  }
}
