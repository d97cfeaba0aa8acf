package wenmai.corpus.pdf;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words that were cut at the end of a line, whole again: `exam-⏎ple` is `example`. The hyphen stays where the text writes
/// the word with it elsewhere, and without it nowhere: `well-⏎known`.
final class Hyphens {
  private static final Pattern CUT = Pattern.compile("(\\p{L}++)[-\u2010\u00AD][ \t]*+\n[ \t]*+(\\p{Ll}[\\p{L}]*+)");
  private static final Pattern WORD = Pattern.compile("\\p{L}++(?:[-\u2010]\\p{L}++)*+");

  private Hyphens() {}

  static String joined(String text) {
    Set<String> words = new HashSet<>();
    WORD.matcher(text).results().map(MatchResult::group).map(Hyphens::plain).forEach(words::add);
    return CUT.matcher(text).replaceAll(cut -> Matcher.quoteReplacement(joined(cut.group(1), cut.group(2), words)));
  }

  private static String joined(String begin, String end, Set<String> words) {
    boolean hyphened = words.contains(plain(begin + "-" + end)) && !words.contains(plain(begin + end));
    return hyphened ? begin + "-" + end : begin + end;
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('\u2010', '-');
  }
}
