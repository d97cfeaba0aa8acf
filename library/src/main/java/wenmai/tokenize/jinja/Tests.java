package wenmai.tokenize.jinja;

import java.util.Map;
import wenmai.message.Nearest;
import wenmai.tokenize.jinja.Value.Flag;
import wenmai.tokenize.jinja.Value.Function;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Keys;
import wenmai.tokenize.jinja.Value.None;
import wenmai.tokenize.jinja.Value.Real;
import wenmai.tokenize.jinja.Value.Undefined;
import wenmai.tokenize.jinja.Value.Whole;

/// What stands behind `is`.
final class Tests {
  private static final Holding EQUAL = (value, other, _) -> Python.equal(value, other.get(0, "other"));
  private static final Holding LESS = (value, other, _) -> Python.compare(value, other.get(0, "other")) < 0;
  private static final Holding MORE = (value, other, _) -> Python.compare(value, other.get(0, "other")) > 0;
  private static final Map<String, Holding> KNOWN = Map.ofEntries(
      Map.entry("defined", (value, _, _) -> !(value instanceof Undefined)),
      Map.entry("undefined", (value, _, _) -> value instanceof Undefined),
      Map.entry("none", (value, _, _) -> value instanceof None),
      Map.entry("string", (value, _, _) -> value instanceof Text),
      Map.entry("number", (value, _, _) -> Python.isNumber(value)),
      Map.entry("integer", (value, _, _) -> value instanceof Whole),
      Map.entry("float", (value, _, _) -> value instanceof Real),
      Map.entry("boolean", (value, _, _) -> value instanceof Flag),
      Map.entry("true", (value, _, _) -> value.equals(Value.TRUE)),
      Map.entry("false", (value, _, _) -> value.equals(Value.FALSE)),
      Map.entry("mapping", (value, _, _) -> value instanceof Keys),
      Map.entry("sequence", (value, _, _) -> iterable(value)),
      Map.entry("iterable", (value, _, _) -> iterable(value)),
      Map.entry("callable", (value, _, _) -> value instanceof Function),
      Map.entry("odd", (value, _, _) -> Math.floorMod(Python.whole(value), 2) == 1),
      Map.entry("even", (value, _, _) -> Math.floorMod(Python.whole(value), 2) == 0),
      Map.entry("divisibleby", (value, by, _) -> Python.whole(value) % nonzero(by) == 0),
      Map.entry("in", (value, all, budget) -> Python.contains(all.get(0, "seq"), value, budget)),
      Map.entry("equalto", EQUAL), Map.entry("eq", EQUAL), Map.entry("sameas", EQUAL), Map.entry("ne", not(EQUAL)),
      Map.entry("lessthan", LESS), Map.entry("lt", LESS), Map.entry("ge", not(LESS)),
      Map.entry("greaterthan", MORE), Map.entry("gt", MORE), Map.entry("le", not(MORE)));

  private Tests() {}

  private interface Holding {
    boolean holds(Value value, Arguments arguments, Budget budget);
  }

  private static Holding not(Holding other) {
    return (value, given, budget) -> !other.holds(value, given, budget);
  }

  /// The name, if it is known.
  static String known(String name) {
    test(name);
    return name;
  }

  private static Holding test(String name) {
    var known = KNOWN.get(name);
    if (known == null) {
      throw new Wrong("the test 'is %s' is not known here; the nearest is %s", "不认识判断“is %s”；最接近的是 %s", name,
          Nearest.to(name, KNOWN.keySet()).orElse("?"));
    }
    return known;
  }

  static boolean apply(String name, Value value, Arguments arguments, Budget budget) {
    budget.weigh(value);
    budget.weigh(arguments);
    return test(name).holds(value, arguments, budget);
  }

  private static boolean iterable(Value value) {
    return value instanceof Text || value instanceof Items || value instanceof Keys || value instanceof Undefined;
  }

  private static long nonzero(Arguments by) {
    long number = Python.whole(by.get(0, "num"));
    if (number == 0) {
      throw new Wrong("nothing is divisible by 0", "不能被 0 整除");
    }
    return number;
  }
}
