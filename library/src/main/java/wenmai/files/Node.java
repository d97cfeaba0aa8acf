package wenmai.files;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a person wrote, before it has a type: text, a list or named values, each with the place where it stands
/// (`recipe.yaml:12`), so that an error found later can point there.
sealed interface Node {
  String place();

  record Text(String text, String place) implements Node {}

  record Items(List<Node> items, String place) implements Node {}

  record Keys(Map<String, Node> values, String place) implements Node {

    /// These values, and those of `defaults` that are missing here, level by level.
    Keys over(Keys defaults) {
      var merged = new LinkedHashMap<>(values);
      defaults.values.forEach((key, value) -> merged.merge(key, value, (mine, other) ->
          mine instanceof Keys m && other instanceof Keys o ? m.over(o) : mine));
      return new Keys(merged, place);
    }

    /// These values with one replaced or added; `path` is its key, after the keys that lead to it and a dot each.
    Keys with(String path, Node value) {
      int dot = path.indexOf('.');
      var key = dot < 0 ? path : path.substring(0, dot);
      var changed = new LinkedHashMap<>(values);
      changed.put(key, dot < 0 ? value : inside(key, value).with(path.substring(dot + 1), value));
      return new Keys(changed, place);
    }

    /// These values but some.
    Keys without(Set<String> keys) {
      var rest = new LinkedHashMap<>(values);
      rest.keySet().removeAll(keys);
      return new Keys(rest, place);
    }

    private Keys inside(String key, Node value) {
      return values.get(key) instanceof Keys keys ? keys : new Keys(Map.of(), value.place());
    }
  }
}
