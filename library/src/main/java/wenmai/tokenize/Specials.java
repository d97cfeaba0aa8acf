package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import wenmai.message.BadInput;

/// The tokens that no text becomes unless it is asked for: their ids by name, the names by what they are for, and those that stand around every
/// text. Decoding leaves them out, except those that are `shown` by their names (`<think>`).
///
/// @param reaches of those that do not simply stand where they are written
public record Specials(Map<String, Integer> ids, Set<String> shown, Map<String, Reach> reaches, Map<Role, String> roles,
    Around around) {

  public Specials {
    ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
    shown = Set.copyOf(shown);
    reaches = Map.copyOf(reaches);
    roles = Map.copyOf(roles);
  }

  /// How a token is found where its name is written.
  ///
  /// @param left whether it takes in the white space before it (`lstrip`)
  /// @param right whether it takes in the white space behind it (`rstrip`)
  /// @param alone whether it is one only where no letter or digit stands beside it (`single_word`)
  /// @param normalized whether its normalized name is looked for in the normalized text
  public record Reach(boolean left, boolean right, boolean alone, boolean normalized) {
    static final Reach NONE = new Reach(false, false, false, false);
    static final Reach NORMALIZED = new Reach(false, false, false, true);
    private static final Pattern WORD = Pattern.compile("\\w", Pattern.UNICODE_CHARACTER_CLASS);

    /// Whether it looks at what is beside it.
    private boolean takes() {
      return left || right || alone;
    }

    /// Its place in a text in which its name stands at `start` to `end`; what is before `from` belongs to others.
    Optional<Mark> mark(String text, int from, int start, int end, int id) {
      if (alone && (start > 0 && isWord(text.codePointBefore(start)) || end < text.length() && isWord(text.codePointAt(end)))) {
        return Optional.empty();
      }
      int first = start;
      while (left && first > from && Kind.of(text.codePointBefore(first)) == Kind.SPACE) {
        first--;   // white space is one char
      }
      return Optional.of(new Mark(first, right ? Kind.SPACE.run(text, end) : end, id));
    }

    private static boolean isWord(int character) {
      return WORD.matcher(Character.toString(character)).matches();
    }
  }

  /// The first ids of a vocabulary, each for what its name usually means.
  static Specials first(List<String> names) {
    var ids = new LinkedHashMap<String, Integer>();
    names.forEach(name -> ids.put(name, ids.size()));
    var roles = new EnumMap<Role, String>(Role.class);
    for (var role : Role.values()) {
      role.names().stream().filter(names::contains).findFirst().ifPresent(name -> roles.put(role, name));
    }
    return new Specials(ids, Set.of(), Map.of(), roles, Around.NOTHING);
  }

  /// The beginning of a vocabulary: the names, and one for what it lacks.
  static List<String> withUnknown(List<String> names, int vocabulary) {
    var tokens = new ArrayList<>(names);
    if (!tokens.contains("<unk>")) {
      tokens.add("<unk>");
    }
    if (vocabulary < tokens.size()) {
      throw new BadInput("vocabulary (%d) must hold %d special tokens: ask for more",
          "词表大小（%d）须容得下 %d 个特殊词元：请设得更大", vocabulary, tokens.size());
    }
    return tokens;
  }

  /// The added tokens of a `tokenizer.json`, and what `tokenizer_config.json` and the model say that they are for.
  static Specials read(JsonNode main, JsonNode config) {
    var ids = new LinkedHashMap<String, Integer>();
    var shown = new HashSet<String>();
    var reaches = new HashMap<String, Reach>();
    for (var token : main.path("added_tokens")) {
      var name = token.path("content").asString("");
      ids.put(name, token.path("id").asInt(-1));
      if (!token.path("special").asBoolean(false)) {
        shown.add(name);
      }
      var reach = new Reach(token.path("lstrip").asBoolean(false), token.path("rstrip").asBoolean(false), token.path("single_word").asBoolean(false), token.path("normalized").asBoolean(false));
      if (!reach.equals(Reach.NONE)) {
        reaches.put(name, reach);
      }
    }
    var roles = new EnumMap<Role, String>(Role.class);
    var model = main.path("model");
    var entry = model.path("vocab").path(model.path("unk_id").asInt(-1));
    var unknown = model.path("unk_token").asString(entry.path(0).asString(""));
    if (model.path("vocab").isArray() && !unknown.isEmpty()) {
      ids.putIfAbsent(unknown, model.path("unk_id").asInt(-1));   // it need not be among the added ones
    }
    if (ids.containsKey(unknown)) {
      roles.put(Role.UNKNOWN, unknown);
    }
    for (var role : Role.values()) {
      var name = config.path(role.key());
      var text = name.isObject() ? name.path("content").asString("") : name.asString("");
      if (ids.containsKey(text)) {
        roles.put(role, text);
      }
    }
    return new Specials(ids, shown, reaches, roles, Around.NOTHING);
  }

  /// The shown ones that take in nothing beside them: SentencePiece takes them in a text as they stand.
  Set<String> plain() {
    return shown.stream().filter(name -> !reach(name).takes()).collect(Collectors.toSet());
  }

  /// Those that are runs of white space: every text has such, so they are no marks.
  Set<String> spaces() {
    return plain().stream().filter(name -> Kind.SPACE.run(name, 0) == name.length()).collect(Collectors.toSet());
  }

  Specials without(Set<String> names) {
    var rest = new LinkedHashMap<>(ids);
    rest.keySet().removeAll(names);
    var named = new EnumMap<Role, String>(Role.class);
    roles.forEach((role, name) -> named.put(role, name));
    named.values().removeAll(names);
    return new Specials(rest, shown.stream().filter(rest::containsKey).collect(Collectors.toSet()), reaches, named, around);
  }

  Reach reach(String name) {
    return reaches.getOrDefault(name, Reach.NONE);
  }

  Specials with(Around other) {
    return new Specials(ids, shown, reaches, roles, other);
  }

  public OptionalInt id(Role role) {
    var name = roles.get(role);
    return name == null ? OptionalInt.empty() : id(name);
  }

  public OptionalInt id(String name) {
    var id = ids.get(name);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /// The ids of names, each of which is a special token.
  int[] ids(List<String> names) {
    return names.stream().mapToInt(name -> id(name).orElseThrow(() -> new BadInput(
        "'%s' stands around texts but is no special token: add it to the tokenizer's added_tokens",
        "“%s”放在文本前后，却不是特殊词元：请把它加入分词器的 added_tokens", name))).toArray();
  }

  public boolean contains(int id) {
    return ids.containsValue(id);
  }

  boolean is(Role role, int id) {
    var special = id(role);
    return special.isPresent() && special.getAsInt() == id;
  }

  /// A special token that is written out in a text.
  record Mark(int start, int end, int id) {}

  /// Those that are shown and take in nothing beside them, as [#in].
  List<Mark> shownIn(String text) {
    return in(text, plain());
  }

  /// The special tokens written out in a text, from left to right; of those that start at one place the longest.
  List<Mark> in(String text) {
    return in(text, ids.keySet());
  }

  private List<Mark> in(String text, Set<String> of) {
    return new Names(names(of, name -> name)).in(text);
  }

  /// Some of them as they are written in texts.
  List<Names.Name> names(Set<String> of, UnaryOperator<String> normalizer) {
    return ids.keySet().stream().filter(of::contains)
        .map(name -> new Names.Name(reach(name).normalized ? normalizer.apply(name) : name, ids(List.of(name))[0], reach(name)))
        .filter(name -> !name.written().isEmpty()).toList();
  }
}
