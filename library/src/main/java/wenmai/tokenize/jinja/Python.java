package wenmai.tokenize.jinja;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import wenmai.tokenize.jinja.Value.Flag;
import wenmai.tokenize.jinja.Value.Function;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Keys;
import wenmai.tokenize.jinja.Value.Loop;
import wenmai.tokenize.jinja.Value.None;
import wenmai.tokenize.jinja.Value.Real;
import wenmai.tokenize.jinja.Value.Space;
import wenmai.tokenize.jinja.Value.Undefined;
import wenmai.tokenize.jinja.Value.Whole;

/// How Python writes, compares and cuts its values. A text's characters are its code points.
final class Python {
  private static final int MOST_ITEMS = 1 << 20;
  private static final int MOST_CHARACTERS = 1 << 24;
  private Python() {}

  /// `str.isspace` for one character.
  static boolean isSpace(int c) {
    return c >= 0x09 && c <= 0x0D || c >= 0x1C && c <= 0x1F || c == 0x85 || Character.isSpaceChar(c);
  }

  static String strip(String text, boolean left, boolean right) {
    return strip(Text.own(text), Python::isSpace, left, right).text();
  }

  /// `str.strip`, of the characters that are `gone` at its ends.
  static Text strip(Text text, IntPredicate gone, boolean left, boolean right) {
    int from = 0;
    int to = text.length();
    while (left && from < to && gone.test(text.text().codePointAt(from))) {
      from = text.text().offsetByCodePoints(from, 1);
    }
    while (right && to > from && gone.test(text.text().codePointBefore(to))) {
      to = text.text().offsetByCodePoints(to, -1);
    }
    return text.cut(from, to);
  }

  /// A string literal's text; an unknown escape stands for itself.
  static String unescaped(String literal) {
    var text = new StringBuilder();
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c != '\\' || i + 1 == literal.length()) {
        text.append(c);
        continue;
      }
      char escape = literal.charAt(++i);
      int place = "ntr\\'\"abfv".indexOf(escape);
      int digits = escape == 'x' ? 2 : escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
      if (place >= 0) {
        text.append("\n\t\r\\'\"\u0007\b\f\u000B".charAt(place));
      } else if (digits > 0 && literal.length() > i + digits && literal.substring(i + 1, i + 1 + digits).matches("[0-9a-fA-F]+")) {
        text.appendCodePoint(codePoint(literal.substring(i + 1, i + 1 + digits)));
        i += digits;
      } else if (escape != '\n') {
        text.append('\\').append(escape);
      }
    }
    return text.toString();
  }

  private static int codePoint(String hex) {
    long c = Long.parseLong(hex, 16);
    if (!Character.isValidCodePoint((int) c) || c > Character.MAX_CODE_POINT) {
      throw new Wrong("\\U%s is no character", "\\U%s 不是字符", hex);
    }
    return (int) c;
  }

  static boolean truth(Value value) {
    return switch (value) {
      case Text(String text, _) -> !text.isEmpty();
      case Whole(long number) -> number != 0;
      case Real(double number) -> number != 0;
      case Flag(boolean flag) -> flag;
      case Items(List<Value> items, boolean _) -> !items.isEmpty();
      case Keys keys -> !keys.entries().isEmpty();
      case None _, Undefined _ -> false;
      case Space _, Loop _, Function _ -> true;
    };
  }

  static String type(Value value) {
    return switch (value) {
      case Text _ -> "str";
      case Whole _ -> "int";
      case Real _ -> "float";
      case Flag _ -> "bool";
      case Items _ -> "list";
      case Keys _ -> "dict";
      case None _ -> "None";
      case Undefined(String name) -> "undefined '" + name + "'";
      case Space _ -> "namespace";
      case Loop _ -> "loop";
      case Function _ -> "function";
    };
  }

  /// What `{{ … }}` prints.
  static Text text(Value value) {
    return value instanceof Text text ? text : value instanceof Undefined ? Text.own("") : madeOf(value, repr(value));
  }

  static String str(Value value) {
    return text(value).text();
  }

  /// A text that was made of a value as a whole.
  static Text madeOf(Value value, String text) {
    return isSaid(value) ? Text.said(text) : Text.own(text);
  }

  private static boolean isSaid(Value value) {
    return switch (value) {
      case Text text -> !text.said().isEmpty();
      case Items(List<Value> items, boolean _) -> items.stream().anyMatch(Python::isSaid);
      case Keys keys -> keys.entries().entrySet().stream().anyMatch(e -> isSaid(e.getKey()) || isSaid(e.getValue()));
      default -> false;
    };
  }

  static String repr(Value value) {
    return switch (value) {
      case Text(String text, _) -> quoted(text);
      case Whole(long number) -> Long.toString(number);
      case Real(double number) -> real(number);
      case Flag(boolean flag) -> flag ? "True" : "False";
      case Items(List<Value> items, boolean tuple) -> items.stream().map(Python::repr).collect(Collectors.joining(", ",
          tuple ? "(" : "[", !tuple ? "]" : items.size() == 1 ? ",)" : ")"));
      case Keys keys -> keys.entries().entrySet().stream().map(e -> repr(e.getKey()) + ": " + repr(e.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
      case None _ -> "None";
      case Undefined _ -> "Undefined";
      case Space _, Loop _, Function _ -> throw new Wrong("a %s cannot be printed", "%s 不能输出", type(value));
    };
  }

  /// The shortest digits that give the number back, with an exponent below 1e-4 and from 1e16 on.
  static String real(double number) {
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number > 0 ? "0.0" : "-0.0";
    }
    var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      return decimal.scale() <= 0 ? decimal.toPlainString() + ".0" : decimal.toPlainString();
    }
    var digits = decimal.unscaledValue().abs().toString();
    var point = digits.length() > 1 ? digits.charAt(0) + "." + digits.substring(1) : digits;
    return "%s%se%s%02d".formatted(number < 0 ? "-" : "", point, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static String quoted(String text) {
    char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
    var quoted = new StringBuilder().append(quote);
    text.codePoints().forEach(c -> {
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\\' -> quoted.append("\\\\");
        default -> {
          boolean hidden = c != ' ' && isSpace(c) || Character.getType(c) == Character.CONTROL || Character.getType(c) == Character.FORMAT
              || Character.getType(c) == Character.UNASSIGNED || Character.getType(c) == Character.PRIVATE_USE;
          if (c == quote) {
            quoted.append('\\').append(quote);
          } else if (hidden) {
            quoted.append((c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
          } else {
            quoted.appendCodePoint(c);
          }
        }
      }
    });
    return quoted.append(quote).toString();
  }

  static boolean equal(Value a, Value b) {
    if (isNumber(a) && isNumber(b)) {
      return compare(a, b) == 0;
    }
    if (a instanceof Items(List<Value> left, boolean tuple) && b instanceof Items(List<Value> right, boolean other)) {
      return tuple == other && left.size() == right.size() && IntStream.range(0, left.size())
          .allMatch(i -> equal(left.get(i), right.get(i)));
    }
    return a instanceof Undefined && b instanceof Undefined || a.equals(b);
  }

  static boolean isNumber(Value value) {
    return value instanceof Whole || value instanceof Real || value instanceof Flag;
  }

  static double number(Value value) {
    return switch (value) {
      case Whole(long number) -> number;
      case Real(double number) -> number;
      case Flag(boolean flag) -> flag ? 1 : 0;
      default -> throw new Wrong("%s is no number", "%s 不是数", type(value));
    };
  }

  static long whole(Value value) {
    return switch (value) {
      case Whole(long number) -> number;
      case Flag(boolean flag) -> flag ? 1 : 0;
      default -> throw new Wrong("%s is no whole number", "%s 不是整数", type(value));
    };
  }

  static int compare(Value a, Value b) {
    if (a instanceof Text(String left, _) && b instanceof Text(String right, _)) {
      return Arrays.compare(characters(left), characters(right));
    }
    if (isNumber(a) && isNumber(b)) {
      boolean whole = !(a instanceof Real) && !(b instanceof Real);
      return whole ? Long.compare(whole(a), whole(b)) : Double.compare(number(a) + 0.0, number(b) + 0.0);
    }
    if (a instanceof Items(List<Value> left, boolean _) && b instanceof Items(List<Value> right, boolean _)) {
      for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
        if (!equal(left.get(i), right.get(i))) {
          return compare(left.get(i), right.get(i));
        }
      }
      return Integer.compare(left.size(), right.size());
    }
    throw new Wrong("%s and %s have no order", "%s 与 %s 无法比较大小", type(a), type(b));
  }

  /// Where the characters of a text start, and where it ends.
  static int[] starts(String text) {
    int[] characters = characters(text);
    int[] starts = new int[characters.length + 1];
    for (int i = 0; i < characters.length; i++) {
      starts[i + 1] = starts[i] + Character.charCount(characters[i]);
    }
    return starts;
  }

  static int[] characters(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new Wrong("a text of %d characters is too long to be taken apart", "%d 个字符的文本太长，不能拆开", text.length());
    }
    return text.codePoints().toArray();
  }

  /// What a loop goes over: the items, the keys, or the characters.
  static List<Value> items(Value value, Budget budget) {
    return switch (value) {
      case Items(List<Value> items, boolean _) -> items;
      case Keys keys -> List.copyOf(keys.entries().keySet());
      case Text(String text, _) when text.length() > MOST_ITEMS ->
          throw new Wrong("a text of %d characters is too long to be gone through", "%d 个字符的文本太长，不能遍历", text.length());
      case Text text -> {
        budget.spend((long) Budget.STEP * text.length());
        int[] starts = starts(text.text());
        yield IntStream.range(0, starts.length - 1).<Value>mapToObj(i -> text.cut(starts[i], starts[i + 1])).toList();
      }
      case Undefined _ -> List.of();
      default -> throw new Wrong("%s cannot be gone through", "%s 不能遍历", type(value));
    };
  }

  static long length(Value value, Budget budget) {
    return value instanceof Text(String text, _) ? text.codePointCount(0, text.length()) : items(value, budget).size();
  }

  static boolean contains(Value all, Value one, Budget budget) {
    if (all instanceof Text(String text, _)) {
      if (one instanceof Text(String part, _)) {
        budget.search(text, part);
        return text.contains(part);
      }
      throw new Wrong("a text holds no %s", "文本不能包含 %s", type(one));
    }
    if (all instanceof Keys && (one instanceof Keys || one instanceof Items(List<Value> _, boolean tuple) && !tuple)) {
      throw new Wrong("a dict has no %s for a key", "字典的键不能是 %s", type(one));
    }
    return items(all, budget).stream().anyMatch(item -> equal(item, one));
  }
}
