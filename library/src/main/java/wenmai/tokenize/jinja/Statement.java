package wenmai.tokenize.jinja;

import java.util.List;
import java.util.Map;

/// What a template does, with the line where it stands.
sealed interface Statement {
  int line();

  record Write(int line, String text) implements Statement {}

  record Output(int line, Expression value) implements Statement {}

  /// `{% set … = … %}`; several names take the value apart.
  record Set(int line, List<Target> targets, Expression value) implements Statement {}

  /// `{% set … %}…{% endset %}`
  record SetText(int line, Target target, List<Statement> body) implements Statement {}

  /// A name, or an attribute of a namespace where `attribute` is not empty.
  record Target(String name, String attribute) {}

  record If(int line, Expression test, List<Statement> yes, List<Statement> no) implements Statement {}

  record For(int line, List<String> names, Expression items, Expression test, List<Statement> body, List<Statement> none)
      implements Statement {}

  /// `defaults` holds those parameters that may be left out.
  record Macro(int line, String name, List<String> parameters, Map<String, Expression> defaults, List<Statement> body)
      implements Statement {}

  record Break(int line) implements Statement {}

  record Continue(int line) implements Statement {}

  /// `{% generation %}…{% endgeneration %}`, which marks what a model says and writes nothing itself.
  record Group(int line, List<Statement> body) implements Statement {}
}
