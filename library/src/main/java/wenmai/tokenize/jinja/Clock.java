package wenmai.tokenize.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// `strftime_now(format)`: the time a template is given, as C's `strftime` writes it in English.
record Clock(LocalDateTime now) implements Value.Function {
  private static final int LONGEST = 1000;
  private static final Map<Character, String> PATTERNS = Map.ofEntries(Map.entry('Y', "uuuu"), Map.entry('y', "uu"), Map.entry('m', "MM"),
      Map.entry('d', "dd"), Map.entry('H', "HH"), Map.entry('I', "hh"), Map.entry('M', "mm"), Map.entry('S', "ss"),
      Map.entry('p', "a"), Map.entry('j', "DDD"), Map.entry('f', "nnnnnnnnn"), Map.entry('B', "MMMM"), Map.entry('b', "MMM"), Map.entry('h', "MMM"),
      Map.entry('A', "EEEE"), Map.entry('a', "EEE"), Map.entry('F', "uuuu-MM-dd"), Map.entry('T', "HH:mm:ss"), Map.entry('D', "MM/dd/uu"));

  @Override
  public Value call(Arguments given) {
    var directives = given.text(0, "format");
    var format = directives.text();
    if (format.length() > LONGEST) {
      throw new Wrong("strftime_now takes a format of at most %d characters", "strftime_now 的格式最长为 %d 个字符", LONGEST);
    }
    var out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      boolean bare = format.charAt(++i) == '-' && i + 1 < format.length();
      var written = part(format.charAt(bare ? ++i : i));
      out.append(bare ? written.replaceFirst("^0+(?=.)", "") : written);
    }
    return Python.madeOf(directives, out.toString());
  }

  private String part(char directive) {
    if (directive == '%') {
      return "%";
    }
    var pattern = PATTERNS.get(directive);
    if (pattern == null) {
      throw new Wrong("strftime_now does not know %%%s", "strftime_now 不认识 %%%s", directive);
    }
    var written = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
    return directive == 'f' ? written.substring(0, 6) : written;
  }
}
