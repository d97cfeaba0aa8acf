package wenmai.tokenize.jinja;

import java.util.List;
import java.util.Map;

/// What a function, a filter or a test is called with.
record Arguments(List<Value> positional, Map<String, Value> named) {

  /// The argument at a place or of a name, or another value where there is none.
  Value get(int place, String name, Value otherwise) {
    return place < positional.size() ? positional.get(place) : named.getOrDefault(name, otherwise);
  }

  Value get(int place, String name) {
    if (place >= positional.size() && !named.containsKey(name)) {
      throw new Wrong("the argument %s is missing", "缺少参数 %s", name);
    }
    return get(place, name, Value.None.NONE);
  }

  Text text(int place, String name) {
    var value = get(place, name);
    if (value instanceof Text text) {
      return text;
    }
    throw new Wrong("the argument %s must be text, not %s", "参数 %s 应为文本，而不是 %s", name, Python.type(value));
  }

  /// Refuses what none of these takes.
  void only(String... names) {
    var known = List.of(names);
    var other = named.keySet().stream().filter(name -> !known.contains(name)).findFirst();
    if (other.isPresent() || positional.size() > names.length) {
      throw new Wrong("the argument %s is not known here; known are %s", "不认识参数 %s；可用的有 %s",
          other.orElseGet(() -> Integer.toString(positional.size())), String.join(", ", names));
    }
  }

  int size() {
    return positional.size() + named.size();
  }
}
