package wenmai.tokenize.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import wenmai.tokenize.jinja.Token.Kind;

/// Cuts a template into tokens and settles its white space, as Jinja does with `trim_blocks` and `lstrip_blocks`: a
/// block (`{% … %}`) takes the blanks before it on its line and one line end behind it with it; a `-` inside a tag takes
/// all white space on its side, a `+` none.
final class Lexer {
  private static final List<String> OPERATORS = List.of("//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "[", "]",
      "(", ")", "{", "}", "<", ">", "=", ".", ":", "|", ",");
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private boolean lineStart = true;

  private Lexer(String source) {
    this.source = source;
  }

  /// The template's last line end does not count.
  static List<Token> tokens(String template) {
    var lines = template.replace("\r\n", "\n").replace('\r', '\n');
    return new Lexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines).all();
  }

  private List<Token> all() {
    for (int open = tag(); open >= 0; open = tag()) {
      char kind = source.charAt(open + 1);
      char sign = open + 2 < source.length() ? source.charAt(open + 2) : ' ';
      text(before(source.substring(at, open), kind, sign));
      advance(open + (sign == '-' || sign == '+' ? 3 : 2));
      switch (kind) {
        case '#' -> comment();
        case '%' -> words(Kind.BLOCK, "%}", Kind.BLOCK_END);
        default -> words(Kind.OUTPUT, "}}", Kind.OUTPUT_END);
      }
    }
    text(source.substring(at));
    add(Kind.END, "");
    return tokens;
  }

  /// Where the next tag opens, or -1.
  private int tag() {
    for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
      if ("%{#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /// The text before a tag, without the white space that goes with the tag.
  private String before(String text, char kind, char sign) {
    if (sign == '-') {
      return Python.strip(text, false, true);
    }
    int start = text.lastIndexOf('\n') + 1;
    boolean alone = kind != '{' && sign != '+' && (start > 0 || lineStart);
    return alone && Python.strip(text.substring(start), true, false).isEmpty() ? text.substring(0, start) : text;
  }

  private void text(String text) {
    if (!text.isEmpty()) {
      add(Kind.TEXT, text);
    }
  }

  private void comment() {
    int end = source.indexOf("#}", at);
    if (end < 0) {
      throw new Wrong("a comment is not closed", "注释没有结束");
    }
    close(end - at > 0 ? source.charAt(end - 1) : ' ', end + 2, true);
  }

  /// Goes behind a tag and the white space that its end takes with it.
  private void close(char sign, int end, boolean trims) {
    int next = end;
    if (sign == '-') {
      while (next < source.length() && Python.isSpace(source.charAt(next))) {
        next++;
      }
    } else if (trims && sign != '+' && next < source.length() && source.charAt(next) == '\n') {
      next++;
    }
    lineStart = source.charAt(next - 1) == '\n';
    advance(next);
  }

  private void words(Kind begin, String end, Kind close) {
    add(begin, "");
    var brackets = new ArrayDeque<String>();
    while (true) {
      while (at < source.length() && Python.isSpace(source.charAt(at))) {
        advance(at + 1);
      }
      if (at == source.length()) {
        throw new Wrong("a tag is not closed with %s", "标签没有以 %s 结束", end);
      }
      char sign = source.charAt(at);
      boolean signed = (sign == '-' || sign == '+' && begin == Kind.BLOCK) && source.startsWith(end, at + 1);
      if (brackets.isEmpty() && (signed || source.startsWith(end, at))) {
        add(close, "");
        close(sign, at + (signed ? 3 : 2), begin == Kind.BLOCK);
        return;
      }
      word(brackets);
    }
  }

  private void word(Deque<String> brackets) {
    char c = source.charAt(at);
    if (c == '\'' || c == '"') {
      string(c);
    } else if (c >= '0' && c <= '9') {
      var number = NUMBER.matcher(source).region(at, source.length());
      number.lookingAt();
      take(number.group().matches("\\d+") ? Kind.WHOLE : Kind.REAL, number.group());
    } else if (c == '_' || Character.isUnicodeIdentifierStart(c)) {
      int end = at;
      while (end < source.length() && Character.isUnicodeIdentifierPart(source.charAt(end))) {
        end++;
      }
      take(Kind.NAME, source.substring(at, end));
    } else {
      var operator = OPERATORS.stream().filter(o -> source.startsWith(o, at)).findFirst()
          .orElseThrow(() -> new Wrong("'%s' is no part of an expression", "“%s”不能出现在表达式中", c));
      balance(brackets, operator);
      take(Kind.OPERATOR, operator);
    }
  }

  private static void balance(Deque<String> brackets, String operator) {
    int open = "([{".indexOf(operator);
    if (open >= 0) {
      brackets.push(")]}".substring(open, open + 1));
    } else if (")]}".contains(operator) && (brackets.isEmpty() || !brackets.pop().equals(operator))) {
      throw new Wrong("'%s' closes nothing", "“%s”没有对应的开括号", operator);
    }
  }

  private void string(char quote) {
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw new Wrong("a string is not closed", "字符串没有结束");
    }
    add(Kind.STRING, Python.unescaped(source.substring(at + 1, end)));
    advance(end + 1);
  }

  private void take(Kind kind, String word) {
    add(kind, word);
    advance(at + word.length());
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, line));
  }

  private void advance(int to) {
    for (; at < to; at++) {
      line += source.charAt(at) == '\n' ? 1 : 0;
    }
  }
}
