package wenmai.tokenize;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import wenmai.tokenize.jinja.Text;

/// Keeps what people say from becoming a special token: before special tokens are looked for in what a template wrote, every character that
/// was said gives its place to another of its kind (letter, number, space …) that is in no special token's name. So lengths stay,
/// and what looks at the characters beside a name finds their kind.
final class Disguise {
  private final Map<Kind, Character> masks = new EnumMap<>(Kind.class);

  /// @param names of the special tokens
  Disguise(Set<String> names) {
    var all = String.join("", names);
    for (var kind : Kind.values()) {
      IntStream.range(0x80, Character.MAX_VALUE).filter(c -> Kind.of(c) == kind && all.indexOf(c) < 0).findFirst()
          .ifPresent(c -> masks.put(kind, (char) c));
    }
  }

  String on(Text written) {
    var text = written.text();
    var disguised = new StringBuilder(text);
    written.said().stream().forEach(i -> disguised.setCharAt(i, mask(Kind.at(text, i))));
    return disguised.toString();
  }

  /// Names that use up all spaces or all numbers leave the other kinds to stand for them.
  private char mask(Kind kind) {
    return masks.getOrDefault(kind, masks.getOrDefault(Kind.OTHER, Character.MAX_VALUE));
  }
}
