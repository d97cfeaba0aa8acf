package wenmai.files;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// Text read as the type that a component has. Numbers may group their digits (`2_000`) and use powers of ten where
/// they are not whole (`1e-3`); enums and booleans do not mind case.
final class Scalars {
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9][0-9_]*");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:[0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?");
  private static final Message INT = new Message(
      "a whole number such as 2_000, of 32 bits at most", "不超过 32 位的整数，例如 2_000");
  private static final Message LONG = new Message(
      "a whole number such as 2_000, of 64 bits at most", "不超过 64 位的整数，例如 2_000");
  private static final Message DOUBLE = new Message("a finite number such as 0.1 or 1e-3", "有限的数，例如 0.1 或 1e-3");
  private static final Message BOOLEAN = new Message("true or false", "true 或 false");

  private Scalars() {}

  static Object value(Class<?> type, Node node, String path) {
    if (!(node instanceof Node.Text text)) {
      throw new BadInput("%s: %s must be a single value", "%s：%s 应为单个值", node.place(), path);
    }
    var rule = rule(type, path);
    try {
      return value(type, text.text());
    } catch (IllegalArgumentException _) {
      throw new BadInput("%1$s: %2$s (%3$s) must be %4$s", "%1$s：%2$s(%3$s)应为%5$s",
          node.place(), path, text.text(), rule.en(), rule.zh());
    }
  }

  private static Object value(Class<?> type, String text) {
    return switch (type.getName()) {
      case "java.lang.String" -> text;
      case "int", "java.lang.Integer" -> Integer.valueOf(digits(WHOLE, text));
      case "long", "java.lang.Long" -> Long.valueOf(digits(WHOLE, text));
      case "double", "java.lang.Double" -> finite(Double.parseDouble(digits(DECIMAL, text)));
      case "boolean", "java.lang.Boolean" -> bool(text);
      default -> constant(type, text);
    };
  }

  private static Message rule(Class<?> type, String path) {
    return switch (type.getName()) {
      case "java.lang.String" -> new Message("text", "文本");
      case "int", "java.lang.Integer" -> INT;
      case "long", "java.lang.Long" -> LONG;
      case "double", "java.lang.Double" -> DOUBLE;
      case "boolean", "java.lang.Boolean" -> BOOLEAN;
      default -> oneOf(type, path);
    };
  }

  private static Message oneOf(Class<?> type, String path) {
    if (!type.isEnum()) {
      throw new UnsupportedOperationException("%s: a recipe cannot hold a %s".formatted(path, type));
    }
    var names = Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
    return new Message("one of " + names, "其中之一：" + names);
  }

  private static String digits(Pattern form, String text) {
    if (!form.matcher(text).matches()) {
      throw new NumberFormatException(text);
    }
    return text.replace("_", "");
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new NumberFormatException("infinite");
    }
    return value;
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Object constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants()).filter(c -> ((Enum<?>) c).name().equalsIgnoreCase(text))
        .findFirst().orElseThrow(IllegalArgumentException::new);
  }
}
