package wenmai.tokenize.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import wenmai.tokenize.jinja.Value.Flag;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Keys;
import wenmai.tokenize.jinja.Value.None;
import wenmai.tokenize.jinja.Value.Real;
import wenmai.tokenize.jinja.Value.Whole;

/// JSON as Python's `json.dumps` writes it: `, ` and `: ` between things, or, with an indentation, one thing a line.
final class Json {
  private final StringBuilder out = new StringBuilder();
  private final Budget budget;
  private final boolean ascii;
  private final boolean sorted;
  private final String indent;
  private final String comma;
  private final String colon;

  private Json(Arguments how, Budget budget) {
    this.budget = budget;
    ascii = Python.truth(how.get(0, "ensure_ascii", Value.FALSE));
    sorted = Python.truth(how.get(3, "sort_keys", Value.FALSE));
    var width = how.get(1, "indent", None.NONE);
    indent = width instanceof None ? "" : "\n" + (width instanceof Text(String text, _) ? text : " ".repeat((int) Math.clamp(Python.whole(width), 0, 80)));
    var separators = how.get(2, "separators", None.NONE);
    var given = separators instanceof None ? List.<Value>of() : Python.items(separators, budget);
    comma = given.size() == 2 ? Python.str(given.getFirst()) : indent.isEmpty() ? ", " : ",";
    colon = given.size() == 2 ? Python.str(given.getLast()) : ": ";
  }

  /// The filter `tojson(ensure_ascii, indent, separators, sort_keys)`.
  static String of(Value value, Arguments how, Budget budget) {
    var json = new Json(how, budget);
    json.write(value, 0);
    return json.out.toString();
  }

  private void write(Value value, int depth) {
    switch (value) {
      case Text(String text, _) -> quoted(text);
      case Whole(long number) -> out.append(number);
      case Real(double number) -> out.append(Double.isNaN(number) ? "NaN" : Double.isInfinite(number)
          ? (number > 0 ? "Infinity" : "-Infinity") : Python.real(number));
      case Flag(boolean flag) -> out.append(flag);
      case None _ -> out.append("null");
      case Items(List<Value> items, boolean _) -> all('[', items, item -> write(item, depth + 1), ']', depth);
      case Keys keys -> all('{', entries(keys), entry -> {
        quoted(key(entry.getKey()));
        add(colon, 1);
        write(entry.getValue(), depth + 1);
      }, '}', depth);
      default -> throw new Wrong("%s has no JSON", "%s 没有 JSON 形式", Python.type(value));
    }
  }

  private List<Map.Entry<Value, Value>> entries(Keys keys) {
    var entries = new ArrayList<>(keys.entries().entrySet());
    if (sorted) {
      entries.sort(Comparator.comparing(Map.Entry::getKey, Python::compare));
    }
    return entries;
  }

  private static String key(Value key) {
    return switch (key) {
      case Flag(boolean flag) -> flag ? "true" : "false";
      case None _ -> "null";
      default -> Python.str(key);
    };
  }

  /// Writes what takes more room than the value itself, which is paid for already.
  private void add(String text, int times) {
    budget.spend((long) text.length() * times);
    out.append(text.repeat(times));
  }

  private <T> void all(char open, List<T> things, Consumer<T> write, char close, int depth) {
    out.append(open);
    for (int i = 0; i < things.size(); i++) {
      add(comma, i == 0 ? 0 : 1);
      line(depth + 1);
      write.accept(things.get(i));
    }
    if (!things.isEmpty()) {
      line(depth);
    }
    out.append(close);
  }

  private void line(int depth) {
    if (!indent.isEmpty()) {
      out.append('\n');
      add(indent.substring(1), depth);
    }
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int place = "\"\\\n\r\t\b\f".indexOf(c);
      if (place >= 0) {
        out.append('\\').append("\"\\nrtbf".charAt(place));
      } else if (c < ' ' || ascii && c > '~') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
