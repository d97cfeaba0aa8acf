package wenmai.corpus;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wenmai.corpus.text.LowerCase;

/// Markdown as it is, without what only programs read: the front matter at its top (YAML or TOML, as site generators
/// have it), and where links and pictures lead. Code, in fences and between backticks, stays untouched.
final class Markdown {
  private static final Pattern FRONT = Pattern.compile(
      "\\A(?:---[ \t]*\\R(?s:.*?)^(?:---|\\.\\.\\.)|\\+\\+\\+[ \t]*\\R(?s:.*?)^\\+\\+\\+)[ \t]*(?:\\R|\\z)",
      Pattern.MULTILINE);
  private static final Pattern FENCE = Pattern.compile("[ >\t]*+(```+|~~~+)([^`]*+)");
  private static final Pattern CODE = Pattern.compile("(?<!`)(`++)(?!`).*?(?<!`)\\1(?!`)");
  private static final String TEXT = "!?\\[((?:[^\\[\\]\\\\]|\\\\.)*+)\\]";
  private static final String TITLE = "(?:[ \t]++(?:\"[^\"]*+\"|'[^']*+'|\\([^)]*+\\)))?+";
  /// `[text](target "title")`, with `!` before it for a picture.
  private static final Pattern LINK = Pattern.compile(
      TEXT + "\\([ \t]*+(?:<[^<>]*+>|(?:[^()\\s]|\\([^()\\s]*+\\))*+)" + TITLE + "[ \t]*+\\)");
  /// `[text][name]`, `[name][]` and `[name]`.
  private static final Pattern REFERENCE = Pattern.compile(TEXT + "(?:\\[([^\\[\\]]*+)\\])?");
  /// `[name]: target "title"`; not the footnote `[^1]: text`, nor what somebody says in brackets.
  private static final Pattern DEFINITION = Pattern.compile(" {0,3}\\[([^\\]^][^\\]]*+)\\]:[ \t]*+"
      + "(?:<[^>\\s]*+>|#\\S++|\\S*?(?:[/@]|\\.\\w)\\S*+)" + TITLE + "\\s*+");
  private static final int NESTED = 3;      // a picture in a link in brackets

  private final Set<String> names = new HashSet<>();
  private String fence = "";

  private Markdown() {}

  static String text(String markdown) {
    String body = FRONT.matcher(markdown).replaceFirst("");
    var reader = new Markdown();
    body.lines().map(DEFINITION::matcher).filter(Matcher::matches).forEach(m -> reader.names.add(name(m.group(1))));
    var text = new StringBuilder();
    for (String line : body.splitWithDelimiters("\n", 0)) {
      text.append(reader.line(line));
    }
    return text.toString();
  }

  private String line(String line) {
    Matcher marks = FENCE.matcher(line);
    if (marks.matches()) {
      boolean ends = marks.group(1).startsWith(fence) && marks.group(2).isBlank();
      fence = fence.isEmpty() ? marks.group(1) : ends ? "" : fence;
      return line;
    }
    if (!fence.isEmpty() || line.indexOf(']') < 0) {
      return line;
    }
    return DEFINITION.matcher(line).matches() ? "" : outsideCode(line);
  }

  private String outsideCode(String line) {
    var text = new StringBuilder();
    var code = CODE.matcher(line);
    int end = 0;
    while (code.find()) {
      text.append(unlinked(line.substring(end, code.start()))).append(code.group());
      end = code.end();
    }
    return text.append(unlinked(line.substring(end))).toString();
  }

  private String unlinked(String text) {
    String result = text;
    for (int i = 0; i < NESTED; i++) {
      result = LINK.matcher(result).replaceAll("$1");
      result = REFERENCE.matcher(result).replaceAll(found -> Matcher.quoteReplacement(referred(found)));
    }
    return result;
  }

  private String referred(MatchResult found) {
    String name = found.group(2);
    boolean known = names.contains(name(name == null || name.isEmpty() ? found.group(1) : name));
    return known ? found.group(1) : found.group();
  }

  private static String name(String reference) {
    return LowerCase.of(reference.strip());
  }
}
