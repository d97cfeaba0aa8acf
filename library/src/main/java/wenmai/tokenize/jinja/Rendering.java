package wenmai.tokenize.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import wenmai.tokenize.jinja.Statement.Target;
import wenmai.tokenize.jinja.Value.Loop;
import wenmai.tokenize.jinja.Value.Space;

/// Runs a template's statements. A loop's turn and a macro's call have scopes of their own, in which what they set ends;
/// what must outlive them is an attribute of a namespace.
final class Rendering {
  private static final int LONGEST = 1 << 24;
  private static final int DEEPEST = 100;
  private final Budget budget = new Budget();
  private final Evaluation evaluation = new Evaluation(budget);
  private TextBuilder out = new TextBuilder();
  private int line;
  private int depth;

  /// How a statement ended.
  private enum Flow {
    ON, BREAK, CONTINUE
  }

  Text of(List<Statement> template, Map<String, Value> variables) {
    var all = new HashMap<>(evaluation.functions());
    all.putAll(variables);
    run(template, Scope.of(all).inner());
    return out.text();
  }

  /// Where it is.
  int line() {
    return line;
  }

  private Flow run(List<Statement> body, Scope scope) {
    for (var statement : body) {
      line = statement.line();
      budget.step();
      var flow = run(statement, scope);
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  private Flow run(Statement statement, Scope scope) {
    switch (statement) {
      case Statement.Write(int _, String text) -> write(Text.own(text));
      case Statement.Output(int _, Expression value) -> write(evaluation.text(evaluation.value(value, scope)));
      case Statement.Set(int _, List<Target> targets, Expression value) -> set(targets, evaluation.value(value, scope), scope);
      case Statement.SetText(int _, Target target, List<Statement> body) ->
          set(List.of(target), captured(body, scope.inner()), scope);
      case Statement.Macro macro -> scope.set(macro.name(), (Value.Function) given -> call(macro, given, scope));
      case Statement.If(int _, Expression test, List<Statement> yes, List<Statement> no) -> {
        return run(evaluation.holds(test, scope) ? yes : no, scope);
      }
      case Statement.For loop -> {
        return loop(loop, scope);
      }
      case Statement.Group(int _, List<Statement> body) -> {
        return run(body, scope);
      }
      case Statement.Break _ -> {
        return Flow.BREAK;
      }
      case Statement.Continue _ -> {
        return Flow.CONTINUE;
      }
    }
    return Flow.ON;
  }

  private void write(Text text) {
    budget.spend(text.length());
    if (text.length() > LONGEST - out.length()) {
      throw new Wrong("it writes more than %,d characters", "输出超过 %,d 个字符", LONGEST);
    }
    out.append(text);
  }

  private void set(List<Target> targets, Value value, Scope scope) {
    var values = targets.size() == 1 ? List.of(value) : Python.items(value, budget);
    if (values.size() != targets.size()) {
      throw new Wrong("%d names for %d values", "%d 个名字对应 %d 个值", targets.size(), values.size());
    }
    for (int i = 0; i < values.size(); i++) {
      var target = targets.get(i);
      if (target.attribute().isEmpty()) {
        scope.set(target.name(), values.get(i));
      } else if (scope.get(target.name()) instanceof Space space) {
        space.values().put(target.attribute(), values.get(i));
      } else {
        throw new Wrong("%s is no namespace, so %s.%s cannot be set", "%1$s 不是 namespace，不能设置 %2$s.%3$s", target.name(), target.name(), target.attribute());
      }
    }
  }

  private Flow loop(Statement.For loop, Scope scope) {
    var items = new ArrayList<Value>();
    for (var item : Python.items(evaluation.value(loop.items(), scope), budget)) {
      var inner = turn(loop, item, scope);
      if (evaluation.holds(loop.test(), inner)) {
        items.add(item);
      }
    }
    if (items.isEmpty()) {
      return run(loop.none(), scope.inner());
    }
    for (int i = 0; i < items.size(); i++) {
      var inner = turn(loop, items.get(i), scope);
      inner.set("loop", new Loop(items, i));
      if (run(loop.body(), inner) == Flow.BREAK) {
        break;
      }
    }
    return Flow.ON;
  }

  private Scope turn(Statement.For loop, Value item, Scope scope) {
    var inner = scope.inner();
    set(loop.names().stream().map(name -> new Target(name, "")).toList(), item, inner);
    return inner;
  }

  private Value call(Statement.Macro macro, Arguments given, Scope around) {
    var scope = around.inner();
    if (given.positional().size() > macro.parameters().size() || !macro.parameters().containsAll(given.named().keySet())) {
      throw new Wrong("the macro %s has the parameters %s, not what it was given", "宏 %s 的参数为 %s，与给出的不符", macro.name(), macro.parameters());
    }
    for (int i = 0; i < macro.parameters().size(); i++) {
      var name = macro.parameters().get(i);
      var otherwise = macro.defaults().get(name);
      boolean left = i >= given.positional().size() && !given.named().containsKey(name);
      scope.set(name, left && otherwise != null ? evaluation.value(otherwise, scope) : given.get(i, name, new Value.Undefined(name)));
    }
    if (++depth > DEEPEST) {
      throw new Wrong("the macro %s calls itself without end", "宏 %s 无休止地调用自身", macro.name());
    }
    int from = line;
    var text = captured(macro.body(), scope);
    line = from;
    depth--;
    return text;
  }

  private Value captured(List<Statement> body, Scope scope) {
    var before = out;
    out = new TextBuilder();
    run(body, scope);
    var text = out.text();
    out = before;
    return text;
  }
}
