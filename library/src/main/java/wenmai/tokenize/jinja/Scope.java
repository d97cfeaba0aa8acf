package wenmai.tokenize.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names that are known at a place: those of the place itself, then those around it.
final class Scope {
  private final Map<String, Value> values = new HashMap<>();
  private final @Nullable Scope around;

  private Scope(@Nullable Scope around) {
    this.around = around;
  }

  static Scope of(Map<String, Value> values) {
    var scope = new Scope(null);
    scope.values.putAll(values);
    return scope;
  }

  Scope inner() {
    return new Scope(this);
  }

  void set(String name, Value value) {
    values.put(name, value);
  }

  Value get(String name) {
    for (var scope = this; scope != null; scope = scope.around) {
      var value = scope.values.get(name);
      if (value != null) {
        return value;
      }
    }
    return new Value.Undefined(name);
  }
}
