package wenmai.tokenize.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wenmai.tokenize.jinja.Expression.Given;
import wenmai.tokenize.jinja.Value.Function;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Keys;
import wenmai.tokenize.jinja.Value.Undefined;

/// What an expression is worth at a place.
final class Evaluation {
  private final Budget budget;

  Evaluation(Budget budget) {
    this.budget = budget;
  }

  Value value(Expression expression, Scope scope) {
    budget.step();
    return switch (expression) {
      case Expression.Constant(Value value) -> value;
      case Expression.Name(String name) -> scope.get(name);
      case Expression.Listed(List<Expression> items, boolean tuple) -> new Items(values(items, scope), tuple);
      case Expression.Mapped(List<Expression.Entry> entries) -> mapped(entries, scope);
      case Expression.Attribute(Expression of, String name) -> Parts.attribute(value(of, scope), name, budget);
      case Expression.Item(Expression of, Expression index) -> Parts.item(value(of, scope), value(index, scope), budget);
      case Expression.Slice slice -> slice(slice, scope);
      case Expression.Call(Expression function, Given given) -> call(value(function, scope), arguments(given, scope));
      case Expression.Filter(Expression value, String name, Given given) ->
          Filters.apply(name, value(value, scope), arguments(given, scope), budget);
      case Expression.Test(Expression value, String name, Given given) ->
          Value.of(Tests.apply(name, value(value, scope), arguments(given, scope), budget));
      case Expression.Not(Expression value) -> Value.of(!holds(value, scope));
      case Expression.Negative(Expression value) -> Numbers.negative(value(value, scope));
      case Expression.Arithmetic(Expression left, String operator, Expression right) ->
          budget.made(Numbers.of(value(left, scope), operator, value(right, scope), budget));
      case Expression.Joined(Expression left, Expression right) ->
          budget.made(new TextBuilder().append(text(value(left, scope))).append(text(value(right, scope))).text());
      case Expression.Comparison comparison -> Value.of(compared(comparison, scope));
      case Expression.And(Expression left, Expression right) -> either(value(left, scope), false, right, scope);
      case Expression.Or(Expression left, Expression right) -> either(value(left, scope), true, right, scope);
      case Expression.Conditional(Expression test, Expression yes, Expression no) -> value(holds(test, scope) ? yes : no, scope);
    };
  }

  boolean holds(Expression test, Scope scope) {
    return Python.truth(value(test, scope));
  }

  /// What is printed.
  Text text(Value value) {
    budget.weigh(value);
    return Python.text(value);
  }

  private List<Value> values(List<Expression> expressions, Scope scope) {
    return expressions.stream().map(expression -> value(expression, scope)).toList();
  }

  private Keys mapped(List<Expression.Entry> entries, Scope scope) {
    var values = new LinkedHashMap<Value, Value>();
    for (var entry : entries) {
      var key = value(entry.key(), scope);
      budget.weigh(key);
      values.put(key, value(entry.value(), scope));
    }
    return new Keys(values);
  }

  private Value slice(Expression.Slice slice, Scope scope) {
    var of = value(slice.of(), scope);
    budget.made(of);
    return Parts.slice(of, value(slice.from(), scope), value(slice.to(), scope), value(slice.step(), scope));
  }

  private Value call(Value function, Arguments arguments) {
    return switch (function) {
      case Function known -> budget.made(known.call(arguments));
      case Undefined(String name) -> throw new Wrong("there is no function '%s' here", "这里没有函数“%s”", name);
      default -> throw new Wrong("%s cannot be called", "%s 不能调用", Python.type(function));
    };
  }

  private Arguments arguments(Given given, Scope scope) {
    var named = new LinkedHashMap<String, Value>();
    given.named().forEach((name, expression) -> named.put(name, value(expression, scope)));
    return new Arguments(values(given.positional(), scope), named);
  }

  /// `and` and `or` give one of their values, not its truth.
  private Value either(Value left, boolean enough, Expression right, Scope scope) {
    return Python.truth(left) == enough ? left : value(right, scope);
  }

  private boolean compared(Expression.Comparison comparison, Scope scope) {
    var left = value(comparison.first(), scope);
    for (var link : comparison.links()) {
      var right = value(link.right(), scope);
      budget.weigh(left);
      budget.weigh(right);
      boolean holds = switch (link.operator()) {
        case "==" -> Python.equal(left, right);
        case "!=" -> !Python.equal(left, right);
        case "<" -> Python.compare(left, right) < 0;
        case "<=" -> Python.compare(left, right) <= 0;
        case ">" -> Python.compare(left, right) > 0;
        case ">=" -> Python.compare(left, right) >= 0;
        case "in" -> Python.contains(right, left, budget);
        default -> !Python.contains(right, left, budget);
      };
      if (!holds) {
        return false;
      }
      left = right;
    }
    return true;
  }

  /// The functions that every template has, but for the time.
  Map<String, Value> functions() {
    return Map.of(
        "namespace", (Function) given -> {
          var space = new LinkedHashMap<String, Value>();
          given.positional().forEach(from -> {
            budget.weigh(from);
            if (from instanceof Keys keys) {
              keys.entries().forEach((key, value) -> space.put(Python.str(key), value));
            }
          });
          space.putAll(given.named());
          return new Value.Space(space);
        },
        "dict", (Function) given -> {
          var keys = new LinkedHashMap<Value, Value>();
          given.named().forEach((name, value) -> keys.put(Value.of(name), value));
          return new Keys(keys);
        },
        "range", (Function) this::range,
        "raise_exception", (Function) given -> {
          throw new Wrong("it refuses the conversation: %s", "它拒绝这段对话：%s", given.text(0, "message").text());
        });
  }

  private Value range(Arguments given) {
    boolean single = given.positional().size() == 1;
    long from = single ? 0 : Python.whole(given.get(0, "start"));
    long to = Python.whole(given.get(single ? 0 : 1, "stop"));
    long step = Python.whole(given.get(2, "step", new Value.Whole(1)));
    if (step == 0) {
      throw new Wrong("range has the step 0", "range 的步长为 0");
    }
    var numbers = new ArrayList<Value>();
    for (long i = from; step > 0 ? i < to : i > to; i = Math.addExact(i, step)) {
      budget.spend(Budget.ITEM);
      numbers.add(new Value.Whole(i));
    }
    return new Items(numbers);
  }
}
