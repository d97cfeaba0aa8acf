package wenmai.tokenize;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// The tokens that no text becomes: their ids by name, and the names by what they are for. Decoding leaves them out,
/// except those that are `shown` by their names (`<think>`).
public record Specials(Map<String, Integer> ids, Set<String> shown, Map<Role, String> roles) {

  public Specials {
    ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
    shown = Set.copyOf(shown);
    roles = Map.copyOf(roles);
  }

  /// The first ids of a vocabulary, each for what its name usually means.
  static Specials first(List<String> names) {
    var ids = new LinkedHashMap<String, Integer>();
    names.forEach(name -> ids.put(name, ids.size()));
    var roles = new EnumMap<Role, String>(Role.class);
    for (var role : Role.values()) {
      role.names().stream().filter(names::contains).findFirst().ifPresent(name -> roles.put(role, name));
    }
    return new Specials(ids, Set.of(), roles);
  }

  public OptionalInt id(Role role) {
    var name = roles.get(role);
    return name == null ? OptionalInt.empty() : id(name);
  }

  public OptionalInt id(String name) {
    var id = ids.get(name);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  public boolean contains(int id) {
    return ids.containsValue(id);
  }

  boolean is(Role role, int id) {
    var special = id(role);
    return special.isPresent() && special.getAsInt() == id;
  }
}
