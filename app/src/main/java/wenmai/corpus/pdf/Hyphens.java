package wenmai.corpus.pdf;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Words that were cut at the end of a line, whole again: `exam-⏎ple` is `example`. The hyphen stays where the rest of the
/// text does not write the word without one, but with it, or both halves as words: `well-⏎known`.
final class Hyphens {
  private static final Pattern CUT = Pattern.compile("(\\p{L}++)[-\u2010\u00AD][ \t]*+\n[ \t]*+(\\p{Ll}\\p{L}*+)");
  private static final Pattern WORD = Pattern.compile("\\p{L}++(?:[-\u2010]\\p{L}++)*+");

  private Hyphens() {}

  static String joined(String text) {
    var words = WORD.matcher(CUT.matcher(text).replaceAll("\n")).results()
        .map(MatchResult::group).map(Hyphens::plain).collect(Collectors.toSet());
    return CUT.matcher(text).replaceAll(cut -> Matcher.quoteReplacement(joined(cut.group(1), cut.group(2), words)));
  }

  private static String joined(String begin, String end, Set<String> words) {
    boolean hyphened = words.contains(plain(begin + "-" + end))
        || words.contains(plain(begin)) && words.contains(plain(end));
    return hyphened && !words.contains(plain(begin + end)) ? begin + "-" + end : begin + end;
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('\u2010', '-');
  }
}
