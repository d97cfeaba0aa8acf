package wenmai.tokenize.jinja;

import java.util.List;
import java.util.stream.Stream;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Real;
import wenmai.tokenize.jinja.Value.Undefined;
import wenmai.tokenize.jinja.Value.Whole;

/// Arithmetic, and what `+` and `*` do to texts and lists.
final class Numbers {
  private Numbers() {}

  static Value negative(Value value) {
    return value instanceof Real(double number) ? new Real(-number) : new Whole(Math.negateExact(Python.whole(value)));
  }

  static Value of(Value left, String operator, Value right, Budget budget) {
    if (left instanceof Text a && right instanceof Text b && operator.equals("+")) {
      return new TextBuilder().append(a).append(b).text();
    }
    if (left instanceof Items(List<Value> a, boolean tuple) && right instanceof Items(List<Value> b, boolean other) && tuple == other
        && operator.equals("+")) {
      return new Items(Stream.concat(a.stream(), b.stream()).toList(), tuple);
    }
    if (operator.equals("*") && (left instanceof Text || left instanceof Items)) {
      return repeated(left, Python.whole(right), budget);
    }
    if (operator.equals("*") && (right instanceof Text || right instanceof Items)) {
      return repeated(right, Python.whole(left), budget);
    }
    if (!Python.isNumber(left) || !Python.isNumber(right)) {
      throw left instanceof Undefined(String name) ? new Wrong("'%s' is undefined", "“%s”未定义", name)
          : new Wrong("%s %s %s is not possible", "%s %s %s 无法计算", Python.type(left), operator, Python.type(right));
    }
    boolean whole = !(left instanceof Real) && !(right instanceof Real) && !operator.equals("/")
        && !(operator.equals("**") && Python.whole(right) < 0);
    try {
      return whole ? new Whole(wholes(Python.whole(left), operator, Python.whole(right)))
          : new Real(reals(Python.number(left), operator, Python.number(right)));
    } catch (ArithmeticException e) {
      throw new Wrong("%s %s %s divides by zero or is too large", "%s %s %s 除数为零，或结果过大", Python.repr(left), operator, Python.repr(right));
    }
  }

  private static Value repeated(Value value, long times, Budget budget) {
    int count = (int) Math.clamp(times, 0, Integer.MAX_VALUE);
    if (value instanceof Text(String text, _)) {
      budget.spend(Math.multiplyExact((long) count, text.length()));
      return Python.madeOf(value, text.repeat(count));
    }
    var items = Python.items(value, budget);
    budget.spend(Math.multiplyExact((long) count, Budget.ITEM * items.size()));
    return new Items(Stream.generate(() -> items).limit(items.isEmpty() ? 0 : count).flatMap(List::stream).toList());
  }

  private static long wholes(long left, String operator, long right) {
    return switch (operator) {
      case "+" -> Math.addExact(left, right);
      case "-" -> Math.subtractExact(left, right);
      case "*" -> Math.multiplyExact(left, right);
      case "//" -> Math.floorDivExact(left, right);
      case "%" -> Math.floorMod(left, right);
      default -> power(left, right);
    };
  }

  private static long power(long base, long exponent) {
    if (base == 0 || base == 1 || base == -1) {
      return exponent == 0 ? 1 : base == -1 && exponent % 2 == 0 ? 1 : base;
    }
    return Math.powExact(base, (int) Math.min(exponent, 100));
  }

  private static double reals(double left, String operator, double right) {
    if (right == 0 && "//%".contains(operator)) {
      throw new ArithmeticException();
    }
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> left / right;
      case "//" -> Math.floor(left / right);
      case "%" -> left - right * Math.floor(left / right);
      default -> Math.pow(left, right);
    };
  }
}
