package wenmai.tokenize.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import wenmai.message.Nearest;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Keys;
import wenmai.tokenize.jinja.Value.None;
import wenmai.tokenize.jinja.Value.Real;
import wenmai.tokenize.jinja.Value.Undefined;
import wenmai.tokenize.jinja.Value.Whole;

/// What stands behind `|`.
final class Filters {
  private static final Arguments NOTHING = new Arguments(List.of(), Map.of());
  private static final Map<String, Filter> KNOWN = Map.ofEntries(
      Map.entry("trim", (v, given, budget) -> Methods.call(Python.text(v), "strip", given, budget)),
      Map.entry("tojson", (v, given, budget) -> Python.madeOf(v, Json.of(v, given, budget))),
      Map.entry("length", (v, _, budget) -> new Whole(Python.length(v, budget))),
      Map.entry("count", (v, _, budget) -> new Whole(Python.length(v, budget))),
      Map.entry("join", Filters::join),
      Map.entry("upper", (v, _, budget) -> Methods.call(Python.text(v), "upper", NOTHING, budget)),
      Map.entry("lower", (v, _, budget) -> Methods.call(Python.text(v), "lower", NOTHING, budget)),
      Map.entry("title", (v, _, _) -> Python.madeOf(v, title(Python.str(v)))),
      Map.entry("capitalize", (v, _, budget) -> Methods.call(Python.text(v), "capitalize", NOTHING, budget)),
      Map.entry("replace", (v, given, budget) -> Methods.call(Python.text(v), "replace", given, budget)),
      Map.entry("default", Filters::otherwise), Map.entry("d", Filters::otherwise),
      Map.entry("map", Filters::map),
      Map.entry("select", (v, given, budget) -> chosen(v, given, 0, true, budget)),
      Map.entry("reject", (v, given, budget) -> chosen(v, given, 0, false, budget)),
      Map.entry("selectattr", (v, given, budget) -> chosen(v, given, 1, true, budget)),
      Map.entry("rejectattr", (v, given, budget) -> chosen(v, given, 1, false, budget)),
      Map.entry("list", (v, _, budget) -> new Items(Python.items(v, budget))),
      Map.entry("first", (v, _, budget) -> Python.items(v, budget).isEmpty() ? new Undefined("the first of nothing") : Python.items(v, budget).getFirst()),
      Map.entry("last", (v, _, budget) -> Python.items(v, budget).isEmpty() ? new Undefined("the last of nothing") : Python.items(v, budget).getLast()),
      Map.entry("reverse", (v, _, budget) -> v instanceof Text ? Parts.slice(v, None.NONE, None.NONE, new Whole(-1))
          : new Items(Python.items(v, budget).reversed())),
      Map.entry("unique", Filters::unique),
      Map.entry("sort", Filters::sort),
      Map.entry("string", (v, _, _) -> Python.text(v)),
      Map.entry("safe", (v, _, _) -> Python.text(v)),   // nothing is escaped here
      Map.entry("int", Filters::whole),
      Map.entry("float", Filters::real),
      Map.entry("abs", (v, _, _) -> v instanceof Real(double number) ? new Real(Math.abs(number)) : new Whole(Math.absExact(Python.whole(v)))),
      Map.entry("items", (v, _, _) -> v instanceof Undefined ? new Items(List.of()) : entries(v)),
      Map.entry("dictsort", Filters::sortedEntries),
      Map.entry("indent", Filters::indent));

  private Filters() {}

  private interface Filter {
    Value apply(Value value, Arguments arguments, Budget budget);
  }

  /// The name, if it is known.
  static String known(String name) {
    filter(name);
    return name;
  }

  private static Filter filter(String name) {
    var known = KNOWN.get(name);
    if (known == null) {
      throw new Wrong("the filter '%s' is not known here; the nearest is %s", "不认识过滤器“%s”；最接近的是 %s", name,
          Nearest.to(name, KNOWN.keySet()).orElse("?"));
    }
    return known;
  }

  static Value apply(String name, Value value, Arguments arguments, Budget budget) {
    budget.weigh(value);
    budget.weigh(arguments);
    return budget.made(filter(name).apply(value, arguments, budget));
  }

  private static Value join(Value value, Arguments given, Budget budget) {
    var between = Python.text(given.get(0, "d", Value.of("")));
    var items = Python.items(value, budget);
    budget.spend((long) between.length() * items.size());
    var attribute = given.get(1, "attribute", None.NONE);
    return TextBuilder.joined(between, items.stream().map(item -> attribute instanceof None ? item : part(item, attribute, budget)).map(Python::text).toList());
  }

  private static Value sort(Value value, Arguments given, Budget budget) {
    given.only("reverse", "case_sensitive", "attribute");
    var attribute = given.get(2, "attribute", None.NONE);
    Comparator<Value> order = Comparator.comparing(item -> attribute instanceof None ? item : part(item, attribute, budget), order(given.get(1, "case_sensitive", Value.FALSE)));
    return new Items(Python.items(value, budget).stream().sorted(Python.truth(given.get(0, "reverse", Value.FALSE)) ? order.reversed() : order).toList());
  }

  private static Value sortedEntries(Value value, Arguments given, Budget budget) {
    given.only("case_sensitive", "by", "reverse");
    var by = Python.str(given.get(1, "by", Value.of("key")));
    if (!by.equals("key") && !by.equals("value")) {
      throw new Wrong("dictsort is by 'key' or 'value', not '%s'", "dictsort 按 'key' 或 'value' 排序，而不是“%s”", by);
    }
    int place = by.equals("key") ? 0 : 1;
    Comparator<Value> order = Comparator.comparing(pair -> Python.items(pair, budget).get(place), order(given.get(0, "case_sensitive", Value.FALSE)));
    return new Items(((Items) entries(value)).items().stream().sorted(Python.truth(given.get(2, "reverse", Value.FALSE)) ? order.reversed() : order).toList());
  }

  /// The first of those that are the same, whatever their case.
  private static Value unique(Value value, Arguments given, Budget budget) {
    given.only("case_sensitive", "attribute");
    boolean exact = Python.truth(given.get(0, "case_sensitive", Value.FALSE));
    var attribute = given.get(1, "attribute", None.NONE);
    var seen = new HashSet<Object>();
    return new Items(Python.items(value, budget).stream().filter(item -> {
      var asked = attribute instanceof None ? item : part(item, attribute, budget);
      return seen.add(!exact && asked instanceof Text(String text, _) ? text.toLowerCase(Locale.ROOT) : asked);
    }).toList());
  }

  private static Comparator<Value> order(Value caseSensitive) {
    return Python.truth(caseSensitive) ? Python::compare : Filters::ignoringCase;
  }

  private static Value otherwise(Value value, Arguments given, Budget budget) {
    boolean falseToo = Python.truth(given.get(1, "boolean", Value.FALSE));
    return value instanceof Undefined || falseToo && !Python.truth(value) ? given.get(0, "default_value", Value.of("")) : value;
  }

  private static Value map(Value value, Arguments given, Budget budget) {
    if (given.named().get("attribute") instanceof Value attribute) {
      var otherwise = given.named().get("default");
      return new Items(some(value, budget).stream().map(item -> part(item, attribute, budget))
          .map(found -> found instanceof Undefined && otherwise != null ? otherwise : found).toList());
    }
    var name = given.text(0, "name").text();
    var rest = new Arguments(given.positional().subList(1, given.positional().size()), given.named());
    return new Items(some(value, budget).stream().map(item -> apply(name, item, rest, budget)).toList());
  }

  /// The items that a test holds for, or, without a test, that are true; `skip` says whether an attribute is asked.
  private static Value chosen(Value value, Arguments given, int skip, boolean wanted, Budget budget) {
    var all = given.positional();
    var rest = new Arguments(all.subList(Math.min(all.size(), skip + 1), all.size()), given.named());
    var chosen = new ArrayList<Value>();
    for (var item : some(value, budget)) {
      var asked = skip == 0 ? item : part(item, given.get(0, "attribute"), budget);
      boolean holds = all.size() > skip ? Tests.apply(given.text(skip, "test").text(), asked, rest, budget) : Python.truth(asked);
      if (holds == wanted) {
        chosen.add(item);
      }
    }
    return new Items(chosen);
  }

  /// Jinja's title differs from `str.title`: only white space and some marks begin a word.
  private static String title(String text) {
    var title = new StringBuilder();
    boolean start = true;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      title.appendCodePoint(start ? Character.toUpperCase(c) : Character.toLowerCase(c));
      start = Python.isSpace(c) || "-({[<".indexOf(c) >= 0;
    }
    return title.toString();
  }

  /// The items of a value; whatever is false has none.
  private static List<Value> some(Value value, Budget budget) {
    return Python.truth(value) ? Python.items(value, budget) : List.of();
  }

  /// `a.b.0`, or a number.
  private static Value part(Value of, Value path, Budget budget) {
    if (!(path instanceof Text(String names, _))) {
      return Parts.item(of, path, budget);
    }
    budget.weigh(path);
    for (var name : names.split("\\.", -1)) {
      of = Parts.item(of, name.matches("\\d{1,9}") ? new Whole(Long.parseLong(name)) : Value.of(name), budget);
    }
    return of;
  }

  private static Value whole(Value value, Arguments given, Budget budget) {
    given.only("default");
    return switch (value) {
      case Undefined(String name) -> throw new Wrong("'%s' is undefined", "“%s”未定义", name);
      case Text(String text, _) when Python.strip(text, true, true).matches("[+-]?\\d{1,18}") ->
          new Whole(Long.parseLong(Python.strip(text, true, true)));
      case Text(String text, _) when real(text, None.NONE) instanceof Real(double number) -> new Whole((long) number);
      case Real(double number) -> new Whole((long) number);
      default -> Python.isNumber(value) ? new Whole(Python.whole(value)) : given.get(0, "default", new Whole(0));
    };
  }

  private static Value real(Value value, Arguments given, Budget budget) {
    given.only("default");
    return switch (value) {
      case Undefined(String name) -> throw new Wrong("'%s' is undefined", "“%s”未定义", name);
      case Text(String text, _) -> real(text, given.get(0, "default", new Real(0)));
      default -> Python.isNumber(value) ? new Real(Python.number(value)) : given.get(0, "default", new Real(0));
    };
  }

  private static Value real(String text, Value otherwise) {
    var number = Python.strip(text, true, true);
    return number.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?") ? new Real(Double.parseDouble(number)) : otherwise;
  }

  private static Value entries(Value value) {
    if (value instanceof Keys keys) {
      return new Items(keys.entries().entrySet().stream().<Value>map(e -> Items.pair(e.getKey(), e.getValue())).toList());
    }
    throw new Wrong("%s has no items", "%s 没有条目", Python.type(value));
  }

  private static int ignoringCase(Value a, Value b) {
    return a instanceof Text(String left, _) && b instanceof Text(String right, _)
        ? left.compareToIgnoreCase(right) : Python.compare(a, b);
  }

  private static Value indent(Value value, Arguments given, Budget budget) {
    var width = given.get(0, "width", new Whole(4));
    var blanks = width instanceof Text text ? text : Text.own(" ".repeat((int) Math.clamp(Python.whole(width), 0, 1000)));
    boolean first = Python.truth(given.get(1, "first", Value.FALSE));
    boolean blank = Python.truth(given.get(2, "blank", Value.FALSE));
    var lines = Methods.lines(new TextBuilder().append(Python.text(value)).append("\n").text(), budget);
    budget.spend((long) blanks.length() * lines.size());
    var out = new TextBuilder();
    for (int i = 0; i < lines.size(); i++) {
      boolean indented = i == 0 ? first : blank || !lines.get(i).isEmpty();
      out.append(i == 0 ? "" : "\n").append(indented ? blanks : Text.own("")).append(lines.get(i));
    }
    return out.text();
  }
}
