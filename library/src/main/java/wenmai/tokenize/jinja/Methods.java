package wenmai.tokenize.jinja;

import com.ibm.icu.lang.UCharacter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Keys;
import wenmai.tokenize.jinja.Value.None;
import wenmai.tokenize.jinja.Value.Whole;

/// The methods of Python's texts, lists and dictionaries that change nothing. Cases are changed by ICU, for Java takes the square
/// of a text's length where letters become two, as ß does.
final class Methods {
  private static final Set<String> OF_TEXT = Set.of("strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "startswith", "endswith",
      "upper", "lower", "title", "capitalize", "replace", "find", "rfind", "count", "join", "removeprefix", "removesuffix",
      "isdigit", "isalpha", "isspace");
  private static final Set<String> OF_KEYS = Set.of("items", "keys", "values", "get");
  private static final Set<String> OF_ITEMS = Set.of("index", "count");
  private static final String LINE_END = "\\n\\r\\x0B\\f\\x1C-\\x1E\\x85\\u2028\\u2029";
  private static final Pattern LINE = Pattern.compile("([^%1$s]*)(?:\\r\\n|[%1$s]|(?<=[^%1$s])\\z)".formatted(LINE_END));

  private Methods() {}

  static boolean known(Value of, String name) {
    return switch (of) {
      case Text _ -> OF_TEXT.contains(name);
      case Keys _ -> OF_KEYS.contains(name);
      case Items _ -> OF_ITEMS.contains(name);
      default -> false;
    };
  }

  static Value call(Value of, String name, Arguments given, Budget budget) {
    budget.weigh(of);
    budget.weigh(given);
    return budget.made(switch (of) {
      case Text text -> text(text, name, given, budget);
      case Keys keys -> keys(keys, name, given);
      case Items(List<Value> items, boolean _) -> items(items, name, given);
      default -> throw new Wrong("%s has no method %s", "%s 没有方法 %s", Python.type(of), name);
    });
  }

  private static Value keys(Keys keys, String name, Arguments given) {
    return switch (name) {
      case "items" -> new Items(keys.entries().entrySet().stream().<Value>map(e -> Items.pair(e.getKey(), e.getValue())).toList());
      case "keys" -> new Items(List.copyOf(keys.entries().keySet()));
      case "values" -> new Items(List.copyOf(keys.entries().values()));
      default -> keys.entries().getOrDefault(given.get(0, "key"), given.get(1, "default", None.NONE));
    };
  }

  private static Value items(List<Value> items, String name, Arguments given) {
    var wanted = given.get(0, "value");
    if (name.equals("count")) {
      return new Whole(items.stream().filter(item -> Python.equal(item, wanted)).count());
    }
    for (int i = 0; i < items.size(); i++) {
      if (Python.equal(items.get(i), wanted)) {
        return new Whole(i);
      }
    }
    throw new Wrong("the list does not hold %s", "列表中没有 %s", Python.repr(wanted));
  }

  private static Value text(Text of, String name, Arguments given, Budget budget) {
    var text = of.text();
    return switch (name) {
      case "strip" -> strip(of, given, true, true);
      case "lstrip" -> strip(of, given, true, false);
      case "rstrip" -> strip(of, given, false, true);
      case "split" -> texts(split(of, given, false, budget));
      case "rsplit" -> texts(split(of, given, true, budget));
      case "splitlines" -> texts(lines(of, budget));
      case "startswith" -> Value.of(any(given).stream().anyMatch(text::startsWith));
      case "endswith" -> Value.of(any(given).stream().anyMatch(text::endsWith));
      case "upper" -> Python.madeOf(of, UCharacter.toUpperCase(Locale.ROOT, text));
      case "lower" -> Python.madeOf(of, UCharacter.toLowerCase(Locale.ROOT, text));
      case "title" -> Python.madeOf(of, title(text));
      case "capitalize" -> Python.madeOf(of, capitalized(text));
      case "replace" -> replace(of, given, budget);
      case "find" -> place(text, text.indexOf(sought(text, given, "sub", budget)));
      case "rfind" -> place(text, text.lastIndexOf(sought(text, given, "sub", budget)));
      case "count" -> count(text, sought(text, given, "sub", budget));
      case "join" -> join(of, given.get(0, "iterable"), budget);
      case "removeprefix" -> text.startsWith(given.text(0, "prefix").text()) ? of.cut(given.text(0, "prefix").length()) : of;
      case "removesuffix" -> text.endsWith(given.text(0, "suffix").text()) ? of.cut(0, of.length() - given.text(0, "suffix").length()) : of;
      case "isdigit" -> Value.of(!text.isEmpty() && text.codePoints().allMatch(Character::isDigit));
      case "isalpha" -> Value.of(!text.isEmpty() && text.codePoints().allMatch(Character::isLetter));
      case "isspace" -> Value.of(!text.isEmpty() && text.codePoints().allMatch(Python::isSpace));
      default -> throw new Wrong("a text has no method %s here", "文本没有方法 %s", name);
    };
  }

  /// The argument that is looked for in a text.
  private static String sought(String text, Arguments given, String name, Budget budget) {
    var part = given.text(0, name).text();
    budget.search(text, part);
    return part;
  }

  private static Value strip(Text text, Arguments given, boolean left, boolean right) {
    if (!(given.get(0, "chars", None.NONE) instanceof Text(String chars, _))) {
      return Python.strip(text, Python::isSpace, left, right);
    }
    var gone = new BitSet();
    chars.codePoints().forEach(gone::set);
    return Python.strip(text, gone::get, left, right);
  }

  private static List<Text> split(Text text, Arguments given, boolean fromRight, Budget budget) {
    long most = given.get(1, "maxsplit", new Whole(-1)) instanceof Whole(long number) && number >= 0 ? number : Long.MAX_VALUE;
    var separator = given.get(0, "sep", None.NONE);
    if (separator instanceof None) {
      return words(text, most, fromRight, budget);
    }
    var sep = sought(text.text(), given, "sep", budget);
    if (sep.isEmpty()) {
      throw new Wrong("the separator is empty", "分隔符为空");
    }
    var parts = new ArrayList<Text>();
    int low = 0;
    int high = text.length();
    while (parts.size() < most) {
      int at = fromRight ? text.text().lastIndexOf(sep, high - sep.length()) : text.text().indexOf(sep, low);
      if (at < 0) {
        break;
      }
      budget.spend(Budget.ITEM);
      parts.add(fromRight ? text.cut(at + sep.length(), high) : text.cut(low, at));
      low = fromRight ? low : at + sep.length();
      high = fromRight ? at : high;
    }
    parts.add(text.cut(low, high));
    return fromRight ? parts.reversed() : parts;
  }

  /// Split at runs of white space; what is left after the most splits keeps its own.
  private static List<Text> words(Text text, long most, boolean fromRight, Budget budget) {
    var words = new ArrayList<int[]>();   // start and end
    for (int i = 0, end; i < text.length(); i = end) {
      boolean space = Python.isSpace(text.text().charAt(i));
      for (end = i + 1; end < text.length() && Python.isSpace(text.text().charAt(end)) == space; ) {
        end++;
      }
      if (!space) {
        budget.spend(Budget.ITEM);
        words.add(new int[] {i, end});
      }
    }
    int unsplit = (int) Math.max(0, words.size() - 1 - most);
    if (unsplit > 0 && fromRight) {
      words.subList(0, unsplit).clear();
      words.getFirst()[0] = 0;
    } else if (unsplit > 0) {
      words.subList(words.size() - unsplit, words.size()).clear();
      words.getLast()[1] = text.length();
    }
    return words.stream().map(word -> text.cut(word[0], word[1])).toList();
  }

  /// `str.splitlines`.
  static List<Text> lines(Text text, Budget budget) {
    var lines = new ArrayList<Text>();
    for (var matcher = LINE.matcher(text.text()); matcher.find(); ) {
      budget.spend(Budget.ITEM);
      lines.add(text.cut(matcher.start(1), matcher.end(1)));
    }
    return lines;
  }

  private static List<String> any(Arguments given) {
    return given.get(0, "prefix") instanceof Items(List<Value> items, boolean _)
        ? items.stream().map(Python::str).toList() : List.of(given.text(0, "prefix").text());
  }

  private static String title(String text) {
    var title = new StringBuilder();
    boolean inside = false;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      title.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inside = Character.isLetter(c);
    }
    return title.toString();
  }

  private static String capitalized(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return Character.toString(Character.toTitleCase(text.codePointAt(0))) + UCharacter.toLowerCase(Locale.ROOT, text.substring(first));
  }

  private static Value replace(Text of, Arguments given, Budget budget) {
    var text = of.text();
    var old = sought(text, given, "old", budget);
    var now = given.text(1, "new");
    long most = given.get(2, "count", None.NONE) instanceof Whole(long number) && number >= 0 ? number : Long.MAX_VALUE;
    var out = new TextBuilder();
    int from = 0;
    int at = text.indexOf(old);
    for (long done = 0; at >= 0 && done < most; done++) {
      budget.spend(Budget.STEP + now.length());
      out.append(of.cut(from, at)).append(now);
      from = at + old.length();
      int next = old.isEmpty() ? at + 1 : from;
      if (next > text.length()) {
        break;
      }
      at = text.indexOf(old, next);
    }
    return out.append(of.cut(from)).text();
  }

  private static Value place(String text, int at) {
    return new Whole(at < 0 ? -1 : text.codePointCount(0, at));
  }

  private static Value count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); !part.isEmpty() && at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return new Whole(part.isEmpty() ? text.codePointCount(0, text.length()) + 1L : count);
  }

  private static Value join(Text between, Value value, Budget budget) {
    var items = Python.items(value, budget);
    budget.spend((long) between.length() * items.size());
    return TextBuilder.joined(between, items.stream().map(item -> {
      if (item instanceof Text text) {
        return text;
      }
      throw new Wrong("join takes texts, not %s", "join 只接受文本，而不是 %s", Python.type(item));
    }).toList());
  }

  private static Value texts(List<Text> texts) {
    return new Items(List.copyOf(texts));
  }
}
