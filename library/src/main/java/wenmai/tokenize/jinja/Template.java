package wenmai.tokenize.jinja;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import wenmai.message.BadInput;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Keys;
import wenmai.tokenize.jinja.Value.None;

/// A template that was read, and is written out as often as one likes, by any number of threads.
public final class Template {
  private final Object origin;
  private final List<Statement> statements;

  private Template(Object origin, List<Statement> statements) {
    this.origin = origin;
    this.statements = statements;
  }

  /// `origin` is what errors call the template: a file.
  public static Template of(String source, Object origin) {
    int line = 0;
    try {
      var parser = new Parser(Lexer.tokens(source));
      try {
        return new Template(origin, parser.template());
      } catch (Wrong e) {
        line = parser.line();
        throw e;
      }
    } catch (Wrong e) {
      throw bad(origin, line, e);
    } catch (StackOverflowError e) {
      throw new BadInput("%s: the template is nested too deep", "%s：模板嵌套过深", origin);
    }
  }

  /// The text for these variables: texts (a [Text] says what of it was said), whole and real numbers, booleans, `null`, lists and maps of such. `now` is what
  /// the template takes for the time.
  public Text render(Map<String, ? extends @Nullable Object> variables, LocalDateTime now) {
    var values = new HashMap<String, Value>();
    variables.forEach((name, value) -> values.put(name, value(value)));
    values.put("strftime_now", new Clock(now));
    var rendering = new Rendering();
    try {
      return rendering.of(statements, values);
    } catch (Wrong e) {
      throw bad(origin, rendering.line(), e);
    } catch (ArithmeticException e) {
      throw bad(origin, rendering.line(), new Wrong("a number is too large", "数太大"));
    } catch (StackOverflowError e) {
      throw bad(origin, rendering.line(), new Wrong("it is nested too deep", "嵌套过深"));
    }
  }

  private static BadInput bad(Object origin, int line, Wrong wrong) {
    var place = line > 0 ? ":" + line : "";
    return new BadInput("%1$s%2$s: in the template: %3$s", "%1$s%2$s：模板中：%4$s", origin, place, wrong.message().en(), wrong.message().zh());
  }

  private static Value value(@Nullable Object value) {
    return switch (value) {
      case null -> None.NONE;
      case Text text -> text;
      case String text -> Value.of(text);
      case Boolean flag -> Value.of(flag);
      case Integer number -> new Value.Whole(number);
      case Long number -> new Value.Whole(number);
      case Double number -> new Value.Real(number);
      case List<?> items -> new Items(items.stream().map(Template::value).toList());
      case Map<?, ?> entries -> {
        var keys = new LinkedHashMap<Value, Value>();
        entries.forEach((key, item) -> keys.put(value(key), value(item)));
        yield new Keys(keys);
      }
      default -> throw new IllegalArgumentException("a template takes no " + value.getClass().getName());
    };
  }
}
