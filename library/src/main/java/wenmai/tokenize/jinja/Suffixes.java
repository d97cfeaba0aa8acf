package wenmai.tokenize.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import wenmai.tokenize.jinja.Expression.Given;
import wenmai.tokenize.jinja.Token.Kind;

/// What stands behind a value: its parts (`.name`, `[…]`), calls, filters and tests.
record Suffixes(Tokens in, ExpressionParser expressions) {
  private static final Set<String> NO_ARGUMENT = Set.of("else", "or", "and", "is", "if", "not", "in");

  /// `.name`, `[…]` and `(…)`.
  Expression parts(Expression value) {
    while (true) {
      if (in.skip(Kind.OPERATOR, ".")) {
        value = in.next().kind() == Kind.WHOLE ? new Expression.Item(value, expressions.primary())
            : new Expression.Attribute(value, in.take(Kind.NAME).text());
      } else if (in.skip(Kind.OPERATOR, "[")) {
        value = subscript(value);
      } else if (in.is(Kind.OPERATOR, "(")) {
        value = new Expression.Call(value, given());
      } else {
        return value;
      }
    }
  }

  private Expression subscript(Expression of) {
    var bounds = new ArrayList<Expression>();
    int colons = 0;
    while (!in.skip(Kind.OPERATOR, "]")) {
      if (in.skip(Kind.OPERATOR, ":")) {
        colons++;
        continue;
      }
      while (bounds.size() < colons) {
        bounds.add(ExpressionParser.NONE);
      }
      bounds.add(expressions.expression());
    }
    if (colons > 2 || bounds.size() > colons + 1 || colons + bounds.size() == 0) {
      throw new Wrong("[…] takes an index, or from:to:step", "[…] 中应为下标或 起:止:步长");
    }
    while (bounds.size() < 3) {
      bounds.add(ExpressionParser.NONE);
    }
    return colons == 0 ? new Expression.Item(of, bounds.getFirst())
        : new Expression.Slice(of, bounds.get(0), bounds.get(1), bounds.get(2));
  }

  /// `| filter`, `is test` and `(…)`.
  Expression filtered(Expression value) {
    while (true) {
      if (in.skip(Kind.OPERATOR, "|")) {
        var name = Filters.known(in.take(Kind.NAME).text());
        value = new Expression.Filter(value, name, in.is(Kind.OPERATOR, "(") ? given() : Given.NOTHING);
      } else if (in.skip(Kind.NAME, "is")) {
        value = test(value);
      } else if (in.is(Kind.OPERATOR, "(")) {
        value = new Expression.Call(value, given());
      } else {
        return value;
      }
    }
  }

  /// A test's argument may stand behind it without brackets.
  private Expression test(Expression value) {
    boolean negated = in.skip(Kind.NAME, "not");
    var name = Tests.known(in.take(Kind.NAME).text());
    var next = in.next();
    boolean argument = switch (next.kind()) {
      case STRING, WHOLE, REAL -> true;
      case NAME -> !NO_ARGUMENT.contains(next.text());
      case OPERATOR -> next.text().equals("[") || next.text().equals("{");
      default -> false;
    };
    var given = next.is(Kind.OPERATOR, "(") ? given()
        : argument ? new Given(List.of(parts(expressions.primary())), Map.of()) : Given.NOTHING;
    var test = new Expression.Test(value, name, given);
    return negated ? new Expression.Not(test) : test;
  }

  private Given given() {
    in.expect(Kind.OPERATOR, "(");
    var positional = new ArrayList<Expression>();
    var named = new LinkedHashMap<String, Expression>();
    while (!in.skip(Kind.OPERATOR, ")")) {
      if (in.next().kind() == Kind.NAME && in.second().is(Kind.OPERATOR, "=")) {
        var name = in.take().text();
        in.expect(Kind.OPERATOR, "=");
        named.put(name, expressions.expression());
      } else {
        positional.add(expressions.expression());
      }
      in.separated(")");
    }
    return new Given(positional, named);
  }
}
