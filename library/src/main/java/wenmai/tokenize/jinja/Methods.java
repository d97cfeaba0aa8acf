package wenmai.tokenize.jinja;

import com.ibm.icu.lang.UCharacter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Keys;
import wenmai.tokenize.jinja.Value.None;
import wenmai.tokenize.jinja.Value.Text;
import wenmai.tokenize.jinja.Value.Whole;

/// The methods of Python's texts, lists and dictionaries that change nothing. Cases are changed by ICU, for Java takes the square
/// of a text's length where letters become two, as ß does.
final class Methods {
  private static final Set<String> OF_TEXT = Set.of("strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "startswith", "endswith",
      "upper", "lower", "title", "capitalize", "replace", "find", "rfind", "count", "join", "removeprefix", "removesuffix",
      "isdigit", "isalpha", "isspace");
  private static final Set<String> OF_KEYS = Set.of("items", "keys", "values", "get");
  private static final Set<String> OF_ITEMS = Set.of("index", "count");

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
    return budget.made(switch (of) {
      case Text(String text) -> text(text, name, given, budget);
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

  private static Value text(String text, String name, Arguments given, Budget budget) {
    return switch (name) {
      case "strip" -> strip(text, given, true, true);
      case "lstrip" -> strip(text, given, true, false);
      case "rstrip" -> strip(text, given, false, true);
      case "split" -> texts(split(text, given, false, budget));
      case "rsplit" -> texts(split(text, given, true, budget));
      case "splitlines" -> texts(lines(text, budget));
      case "startswith" -> Value.of(any(given).stream().anyMatch(text::startsWith));
      case "endswith" -> Value.of(any(given).stream().anyMatch(text::endsWith));
      case "upper" -> Value.of(UCharacter.toUpperCase(Locale.ROOT, text));
      case "lower" -> Value.of(UCharacter.toLowerCase(Locale.ROOT, text));
      case "title" -> title(text);
      case "capitalize" -> text.isEmpty() ? Value.of("") : capitalized(text);
      case "replace" -> replace(text, given, budget);
      case "find" -> place(text, text.indexOf(given.text(0, "sub")));
      case "rfind" -> place(text, text.lastIndexOf(given.text(0, "sub")));
      case "count" -> count(text, given.text(0, "sub"));
      case "join" -> join(text, given.get(0, "iterable"), budget);
      case "removeprefix" -> Value.of(text.startsWith(given.text(0, "prefix")) ? text.substring(given.text(0, "prefix").length()) : text);
      case "removesuffix" -> Value.of(text.endsWith(given.text(0, "suffix"))
          ? text.substring(0, text.length() - given.text(0, "suffix").length()) : text);
      case "isdigit" -> Value.of(!text.isEmpty() && text.codePoints().allMatch(Character::isDigit));
      case "isalpha" -> Value.of(!text.isEmpty() && text.codePoints().allMatch(Character::isLetter));
      case "isspace" -> Value.of(!text.isEmpty() && text.codePoints().allMatch(Python::isSpace));
      default -> throw new Wrong("a text has no method %s here", "文本没有方法 %s", name);
    };
  }

  private static Value strip(String text, Arguments given, boolean left, boolean right) {
    return Value.of(given.get(0, "chars", None.NONE) instanceof Text(String chars)
        ? Python.strip(text, chars, left, right) : Python.strip(text, left, right));
  }

  private static List<String> split(String text, Arguments given, boolean fromRight, Budget budget) {
    long most = given.get(1, "maxsplit", new Whole(-1)) instanceof Whole(long number) && number >= 0 ? number : Long.MAX_VALUE;
    var separator = given.get(0, "sep", None.NONE);
    if (separator instanceof None) {
      return words(text, most, fromRight, budget);
    }
    var sep = given.text(0, "sep");
    if (sep.isEmpty()) {
      throw new Wrong("the separator is empty", "分隔符为空");
    }
    var parts = new ArrayList<String>();
    int low = 0;
    int high = text.length();
    while (parts.size() < most) {
      int at = fromRight ? text.lastIndexOf(sep, high - sep.length()) : text.indexOf(sep, low);
      if (at < 0) {
        break;
      }
      budget.spend(Budget.ITEM);
      parts.add(fromRight ? text.substring(at + sep.length(), high) : text.substring(low, at));
      low = fromRight ? low : at + sep.length();
      high = fromRight ? at : high;
    }
    parts.add(text.substring(low, high));
    return fromRight ? parts.reversed() : parts;
  }

  /// Split at runs of white space; what is left after the most splits keeps its own.
  private static List<String> words(String text, long most, boolean fromRight, Budget budget) {
    if (fromRight) {
      return words(reversed(text), most, false, budget).stream().map(Methods::reversed).toList().reversed();
    }
    var words = new ArrayList<String>();
    for (int i = 0, end; i < text.length(); i = end) {
      end = i;
      if (Python.isSpace(text.charAt(i))) {
        end++;
        continue;
      }
      while (end < text.length() && (words.size() == most || !Python.isSpace(text.charAt(end)))) {
        end++;
      }
      budget.spend(Budget.ITEM);
      words.add(text.substring(i, end));
    }
    return words;
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  /// `str.splitlines` at the line ends that chats have: `\n`, `\r`, `\r\n`.
  static List<String> lines(String text, Budget budget) {
    return text.lines().peek(_ -> budget.spend(Budget.ITEM)).toList();
  }

  private static List<String> any(Arguments given) {
    return given.get(0, "prefix") instanceof Items(List<Value> items, boolean _)
        ? items.stream().map(Python::str).toList() : List.of(given.text(0, "prefix"));
  }

  private static Value title(String text) {
    var title = new StringBuilder();
    boolean inside = false;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      title.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inside = Character.isLetter(c);
    }
    return Value.of(title.toString());
  }

  private static Value capitalized(String text) {
    int first = text.offsetByCodePoints(0, 1);
    return Value.of(Character.toString(Character.toTitleCase(text.codePointAt(0))) + UCharacter.toLowerCase(Locale.ROOT, text.substring(first)));
  }

  private static Value replace(String text, Arguments given, Budget budget) {
    var old = given.text(0, "old");
    var now = given.text(1, "new");
    long most = given.get(2, "count", None.NONE) instanceof Whole(long number) && number >= 0 ? number : Long.MAX_VALUE;
    var out = new StringBuilder();
    int from = 0;
    int at = text.indexOf(old);
    for (long done = 0; at >= 0 && done < most; done++) {
      budget.spend(now.length());
      out.append(text, from, at).append(now);
      from = at + old.length();
      int next = old.isEmpty() ? at + 1 : from;
      if (next > text.length()) {
        break;
      }
      at = text.indexOf(old, next);
    }
    return Value.of(out.append(text.substring(from)).toString());
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

  private static Value join(String between, Value value, Budget budget) {
    budget.weigh(value);
    var items = Python.items(value);
    budget.spend((long) between.length() * items.size());
    return Value.of(items.stream().map(item -> {
      if (item instanceof Text(String text)) {
        return text;
      }
      throw new Wrong("join takes texts, not %s", "join 只接受文本，而不是 %s", Python.type(item));
    }).collect(Collectors.joining(between)));
  }

  private static Value texts(List<String> texts) {
    return new Items(texts.stream().<Value>map(Value::of).toList());
  }
}
