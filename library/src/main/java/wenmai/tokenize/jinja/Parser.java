package wenmai.tokenize.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import wenmai.tokenize.jinja.Statement.Target;
import wenmai.tokenize.jinja.Token.Kind;

/// Statements: text, `{{ … }}`, and the blocks `set`, `if`, `for`, `macro`, `break`, `continue`, `generation`. A template
/// with any other block (`include`, `extends` …) is refused by name.
final class Parser {
  private final Tokens in;
  private final ExpressionParser expressions;

  Parser(List<Token> tokens) {
    this.in = new Tokens(tokens);
    this.expressions = new ExpressionParser(in);
  }

  List<Statement> template() {
    return body(Set.of());
  }

  int line() {
    return in.next().line();
  }

  /// Statements up to a block of one of these names, whose name is next; or all, where there are none.
  private List<Statement> body(Set<String> ends) {
    var body = new ArrayList<Statement>();
    while (true) {
      var token = in.take();
      switch (token.kind()) {
        case TEXT -> body.add(new Statement.Write(token.line(), token.text()));
        case OUTPUT -> {
          body.add(new Statement.Output(token.line(), expressions.tuple()));
          in.take(Kind.OUTPUT_END);
        }
        case BLOCK -> {
          if (ends.contains(in.next().text())) {
            return body;
          }
          body.add(block(in.take(Kind.NAME)));
        }
        case END -> {
          if (!ends.isEmpty()) {
            throw new Wrong("the template ends where %s is due", "模板在应有 %s 处结束", String.join(" / ", ends.stream().sorted().toList()));
          }
          return body;
        }
        default -> throw in.unexpected(token);
      }
    }
  }

  private Statement block(Token name) {
    int line = name.line();
    return switch (name.text()) {
      case "set" -> set(line);
      case "if" -> condition(line);
      case "for" -> loop(line);
      case "macro" -> macro(line);
      case "generation" -> {
        close();
        yield new Statement.Group(line, until("endgeneration"));
      }
      case "break" -> {
        close();
        yield new Statement.Break(line);
      }
      case "continue" -> {
        close();
        yield new Statement.Continue(line);
      }
      default -> throw new Wrong("the block '%s' is not known here; known are set, if, for, macro, break, continue, generation",
          "不认识代码块“%s”；认识的有 set、if、for、macro、break、continue、generation", name.text());
    };
  }

  private Statement set(int line) {
    var targets = new ArrayList<>(List.of(target()));
    while (in.skip(Kind.OPERATOR, ",")) {
      targets.add(target());
    }
    if (targets.size() == 1 && in.next().kind() == Kind.BLOCK_END) {
      close();
      return new Statement.SetText(line, targets.getFirst(), until("endset"));
    }
    in.expect(Kind.OPERATOR, "=");
    var value = expressions.tuple();
    close();
    return new Statement.Set(line, targets, value);
  }

  private Target target() {
    var name = in.take(Kind.NAME).text();
    return new Target(name, in.skip(Kind.OPERATOR, ".") ? in.take(Kind.NAME).text() : "");
  }

  private Statement condition(int line) {
    var test = expressions.tuple();
    close();
    var yes = body(Set.of("elif", "else", "endif"));
    var end = in.take();
    if (end.text().equals("elif")) {
      return new Statement.If(line, test, yes, List.of(condition(end.line())));
    }
    close();
    return new Statement.If(line, test, yes, end.text().equals("else") ? until("endif") : List.of());
  }

  private Statement loop(int line) {
    var names = new ArrayList<String>();
    boolean bracket = in.skip(Kind.OPERATOR, "(");
    do {
      names.add(in.take(Kind.NAME).text());
    } while (in.skip(Kind.OPERATOR, ","));
    if (bracket) {
      in.expect(Kind.OPERATOR, ")");
    }
    in.expect(Kind.NAME, "in");
    var items = expressions.or();
    var test = in.skip(Kind.NAME, "if") ? expressions.expression() : new Expression.Constant(Value.TRUE);
    close();
    var body = body(Set.of("else", "endfor"));
    boolean otherwise = in.take().text().equals("else");
    close();
    return new Statement.For(line, names, items, test, body, otherwise ? until("endfor") : List.of());
  }

  private Statement macro(int line) {
    var name = in.take(Kind.NAME).text();
    in.expect(Kind.OPERATOR, "(");
    var parameters = new ArrayList<String>();
    var defaults = new LinkedHashMap<String, Expression>();
    while (!in.skip(Kind.OPERATOR, ")")) {
      parameters.add(in.take(Kind.NAME).text());
      if (in.skip(Kind.OPERATOR, "=")) {
        defaults.put(parameters.getLast(), expressions.expression());
      }
      in.separated(")");
    }
    close();
    return new Statement.Macro(line, name, parameters, defaults, until("endmacro"));
  }

  /// Statements up to a block, which is taken too. Jinja allows the macro's name behind `endmacro`.
  private List<Statement> until(String end) {
    var body = body(Set.of(end));
    in.take();
    if (end.equals("endmacro") && in.next().kind() == Kind.NAME) {
      in.take();
    }
    close();
    return body;
  }

  private void close() {
    in.take(Kind.BLOCK_END);
  }
}
