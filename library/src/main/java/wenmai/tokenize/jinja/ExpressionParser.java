package wenmai.tokenize.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import wenmai.tokenize.jinja.Token.Kind;
import wenmai.tokenize.jinja.Value.None;
import wenmai.tokenize.jinja.Value.Undefined;

/// Expressions, the loosest binding first: `a if b else c`, `or`, `and`, `not`, comparisons, `+ -`, `~`, `* / // %`, `**`,
/// signs, and what stands behind a value ([Suffixes]). Each level is a method.
final class ExpressionParser {
  static final Expression NONE = new Expression.Constant(None.NONE);
  private static final Expression NO_ELSE = new Expression.Constant(new Undefined("the value of an if without else"));
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private final Tokens in;
  private final Suffixes suffixes;

  ExpressionParser(Tokens in) {
    this.in = in;
    this.suffixes = new Suffixes(in, this);
  }

  Expression expression() {
    var yes = or();
    while (in.skip(Kind.NAME, "if")) {
      var test = or();
      yes = new Expression.Conditional(test, yes, in.skip(Kind.NAME, "else") ? expression() : NO_ELSE);
    }
    return yes;
  }

  /// One expression, or several with commas between them, which are a tuple.
  Expression tuple() {
    var first = expression();
    if (!in.is(Kind.OPERATOR, ",")) {
      return first;
    }
    var items = new ArrayList<>(List.of(first));
    while (in.skip(Kind.OPERATOR, ",") && !ends()) {
      items.add(expression());
    }
    return new Expression.Listed(items, true);
  }

  private boolean ends() {
    return switch (in.next().kind()) {
      case BLOCK_END, OUTPUT_END, END -> true;
      default -> in.is(Kind.OPERATOR, ")");
    };
  }

  Expression or() {
    var left = and();
    while (in.skip(Kind.NAME, "or")) {
      left = new Expression.Or(left, and());
    }
    return left;
  }

  private Expression and() {
    var left = not();
    while (in.skip(Kind.NAME, "and")) {
      left = new Expression.And(left, not());
    }
    return left;
  }

  private Expression not() {
    int nots = 0;
    while (in.skip(Kind.NAME, "not")) {
      nots++;
    }
    var value = comparison();
    for (; nots > 0; nots--) {
      value = new Expression.Not(value);
    }
    return value;
  }

  private Expression comparison() {
    var first = sum();
    var links = new ArrayList<Expression.Link>();
    for (var operator = comparing(); !operator.isEmpty(); operator = comparing()) {
      links.add(new Expression.Link(operator, sum()));
    }
    return links.isEmpty() ? first : new Expression.Comparison(first, links);
  }

  private String comparing() {
    if (in.next().kind() == Kind.OPERATOR && COMPARISONS.contains(in.next().text())) {
      return in.take().text();
    }
    if (in.is(Kind.NAME, "not") && in.second().is(Kind.NAME, "in")) {
      in.take();
      in.take();
      return "not in";
    }
    return in.skip(Kind.NAME, "in") ? "in" : "";
  }

  private Expression sum() {
    var left = joined();
    while (in.is(Kind.OPERATOR, "+") || in.is(Kind.OPERATOR, "-")) {
      left = new Expression.Arithmetic(left, in.take().text(), joined());
    }
    return left;
  }

  private Expression joined() {
    var left = product();
    while (in.skip(Kind.OPERATOR, "~")) {
      left = new Expression.Joined(left, product());
    }
    return left;
  }

  private Expression product() {
    var left = power();
    while (in.next().kind() == Kind.OPERATOR && Set.of("*", "/", "//", "%").contains(in.next().text())) {
      left = new Expression.Arithmetic(left, in.take().text(), power());
    }
    return left;
  }

  private Expression power() {
    var left = signed();
    while (in.skip(Kind.OPERATOR, "**")) {
      left = new Expression.Arithmetic(left, "**", signed());
    }
    return left;
  }

  private Expression signed() {
    int minuses = 0;
    while (in.is(Kind.OPERATOR, "-") || in.is(Kind.OPERATOR, "+")) {
      minuses += in.take().text().equals("-") ? 1 : 0;
    }
    var value = suffixes.parts(primary());
    for (; minuses > 0; minuses--) {
      value = new Expression.Negative(value);
    }
    return suffixes.filtered(value);
  }

  /// A value without what stands behind it.
  Expression primary() {
    var token = in.take();
    return switch (token.kind()) {
      case NAME -> named(token.text());
      case STRING -> {
        var text = new StringBuilder(token.text());
        while (in.next().kind() == Kind.STRING) {
          text.append(in.take().text());
        }
        yield new Expression.Constant(Value.of(text.toString()));
      }
      case WHOLE -> new Expression.Constant(whole(token.text()));
      case REAL -> new Expression.Constant(new Value.Real(Double.parseDouble(token.text())));
      case OPERATOR -> bracketed(token);
      default -> throw in.unexpected(token);
    };
  }

  private static Value whole(String digits) {
    try {
      return new Value.Whole(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw new Wrong("the number %s is too large", "数 %s 太大", digits);
    }
  }

  private static Expression named(String name) {
    return switch (name) {
      case "true", "True" -> new Expression.Constant(Value.TRUE);
      case "false", "False" -> new Expression.Constant(Value.FALSE);
      case "none", "None" -> NONE;
      default -> new Expression.Name(name);
    };
  }

  private Expression bracketed(Token open) {
    return switch (open.text()) {
      case "(" -> {
        var inside = in.is(Kind.OPERATOR, ")") ? new Expression.Listed(List.of(), true) : tuple();
        in.expect(Kind.OPERATOR, ")");
        yield inside;
      }
      case "[" -> {
        var items = new ArrayList<Expression>();
        while (!in.skip(Kind.OPERATOR, "]")) {
          items.add(expression());
          in.separated("]");
        }
        yield new Expression.Listed(items, false);
      }
      case "{" -> {
        var entries = new ArrayList<Expression.Entry>();
        while (!in.skip(Kind.OPERATOR, "}")) {
          var key = expression();
          in.expect(Kind.OPERATOR, ":");
          entries.add(new Expression.Entry(key, expression()));
          in.separated("}");
        }
        yield new Expression.Mapped(entries);
      }
      default -> throw in.unexpected(open);
    };
  }
}
