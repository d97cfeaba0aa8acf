package wenmai.tokenize.jinja;

import java.util.List;
import java.util.Map;

/// What a template computes with: Python's values, as far as chat templates meet them.
sealed interface Value permits Text, Value.Whole, Value.Real, Value.Flag, Value.Items, Value.Keys, Value.None, Value.Undefined, Value.Space,
    Value.Loop, Value.Function {
  Flag TRUE = new Flag(true);
  Flag FALSE = new Flag(false);

  record Whole(long number) implements Value {}

  record Real(double number) implements Value {}

  record Flag(boolean flag) implements Value {}

  /// A list or a tuple.
  record Items(List<Value> items, boolean tuple) implements Value {
    Items(List<Value> items) {
      this(items, false);
    }

    static Items pair(Value first, Value second) {
      return new Items(List.of(first, second), true);
    }
  }

  record Keys(Map<Value, Value> entries) implements Value {}

  enum None implements Value {
    NONE
  }

  /// A name or a part that is not there. It prints as nothing and is false; to look into it is an error.
  record Undefined(String name) implements Value {}

  /// The only thing that a template may change: `namespace(…)`.
  record Space(Map<String, Value> values) implements Value {}

  /// The variable `loop`.
  record Loop(List<Value> items, int index) implements Value {}

  /// Something that can be called.
  non-sealed interface Function extends Value {
    Value call(Arguments arguments);
  }

  static Value of(boolean flag) {
    return flag ? TRUE : FALSE;
  }

  static Text of(String text) {
    return Text.own(text);
  }
}
