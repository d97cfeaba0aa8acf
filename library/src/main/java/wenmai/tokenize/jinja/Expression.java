package wenmai.tokenize.jinja;

import java.util.List;
import java.util.Map;

/// What stands for a value in a template.
sealed interface Expression {

  record Constant(Value value) implements Expression {}

  record Name(String name) implements Expression {}

  record Listed(List<Expression> items, boolean tuple) implements Expression {}

  record Mapped(List<Entry> entries) implements Expression {}

  record Entry(Expression key, Expression value) {}

  /// `of.name`
  record Attribute(Expression of, String name) implements Expression {}

  /// `of[index]`
  record Item(Expression of, Expression index) implements Expression {}

  /// `of[from:to:step]`, each of which may be none.
  record Slice(Expression of, Expression from, Expression to, Expression step) implements Expression {}

  record Call(Expression function, Given given) implements Expression {}

  /// `value | name(…)`
  record Filter(Expression value, String name, Given given) implements Expression {}

  /// `value is name(…)`
  record Test(Expression value, String name, Given given) implements Expression {}

  record Not(Expression value) implements Expression {}

  record Negative(Expression value) implements Expression {}

  /// `+ - * / // % **`
  record Arithmetic(Expression left, String operator, Expression right) implements Expression {}

  /// `left ~ right`: both as text.
  record Joined(Expression left, Expression right) implements Expression {}

  /// `first < second == third …`
  record Comparison(Expression first, List<Link> links) implements Expression {}

  record Link(String operator, Expression right) {}

  record And(Expression left, Expression right) implements Expression {}

  record Or(Expression left, Expression right) implements Expression {}

  /// `yes if test else no`
  record Conditional(Expression test, Expression yes, Expression no) implements Expression {}

  /// The arguments of a call.
  record Given(List<Expression> positional, Map<String, Expression> named) {
    static final Given NOTHING = new Given(List.of(), Map.of());
  }
}
