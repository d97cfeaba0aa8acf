package wenmai.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/// A sentence with choices: `{role.form}` is filled from the facts, `[a|b]` is one of several ways to say it (they nest),
/// `<name>` is a choice with a name. Every choice is made anew each time, so a few lines tell a fact in thousands of ways.
sealed interface Template {
  /// Writes the sentence; `fill` says a role in a form.
  void write(StringBuilder out, Dice dice, BiFunction<String, String, String> fill);

  /// The roles it names.
  void collect(Set<String> roles);

  record Text(String text) implements Template {
    @Override
    public void write(StringBuilder out, Dice dice, BiFunction<String, String, String> fill) {
      out.append(text);
    }

    @Override
    public void collect(Set<String> roles) {}
  }

  record Slot(String role, String form) implements Template {
    @Override
    public void write(StringBuilder out, Dice dice, BiFunction<String, String, String> fill) {
      out.append(fill.apply(role, form));
    }

    @Override
    public void collect(Set<String> roles) {
      roles.add(role);
    }
  }

  record Choice(List<Template> options) implements Template {
    @Override
    public void write(StringBuilder out, Dice dice, BiFunction<String, String, String> fill) {
      dice.pick(options).write(out, dice, fill);
    }

    @Override
    public void collect(Set<String> roles) {
      options.forEach(o -> o.collect(roles));
    }
  }

  record Sequence(List<Template> parts) implements Template {
    @Override
    public void write(StringBuilder out, Dice dice, BiFunction<String, String, String> fill) {
      for (var part : parts) {
        part.write(out, dice, fill);
      }
    }

    @Override
    public void collect(Set<String> roles) {
      parts.forEach(p -> p.collect(roles));
    }
  }

  static Template parse(String source, Map<String, Template> words) {
    return parse(source, words, Synonyms.NONE);
  }

  static Template parse(String source, Map<String, Template> words, Synonyms synonyms) {
    var parser = new Parser(source, words, synonyms);
    var template = parser.choice();
    if (parser.at < source.length()) {
      throw new IllegalArgumentException("unexpected '" + source.charAt(parser.at) + "' at " + parser.at + " in: " + source);
    }
    return template;
  }

  /// choice = sequence { "|" sequence }; sequence = { text | "{" slot "}" | "<" word ">" | "[" choice "]" }.
  final class Parser {
    private final String source;
    private final Map<String, Template> words;
    private final Synonyms synonyms;
    private int at;

    private Parser(String source, Map<String, Template> words, Synonyms synonyms) {
      this.source = source;
      this.words = words;
      this.synonyms = synonyms;
    }

    private Template choice() {
      var options = new ArrayList<Template>(List.of(sequence()));
      while (at < source.length() && source.charAt(at) == '|') {
        at++;
        options.add(sequence());
      }
      return options.size() == 1 ? options.getFirst() : new Choice(List.copyOf(options));
    }

    private Template sequence() {
      var parts = new ArrayList<Template>();
      while (at < source.length() && source.charAt(at) != '|' && source.charAt(at) != ']') {
        parts.add(part());
      }
      return parts.size() == 1 ? parts.getFirst() : new Sequence(List.copyOf(parts));
    }

    private Template part() {
      return switch (source.charAt(at)) {
        case '[' -> {
          at++;
          var choice = choice();
          expect(']');
          yield choice;
        }
        case '{' -> slot(until('}'));
        case '<' -> word(until('>'));
        default -> text();
      };
    }

    private Template text() {
      int start = at;
      while (at < source.length() && "[{<|]".indexOf(source.charAt(at)) < 0) {
        at++;
      }
      return synonyms.loosen(source.substring(start, at));
    }

    private static Slot slot(String name) {
      int dot = name.indexOf('.');
      return dot < 0 ? new Slot(name, "") : new Slot(name.substring(0, dot), name.substring(dot + 1));
    }

    private Template word(String name) {
      var word = words.get(name);
      if (word == null) {
        throw new IllegalArgumentException("no word <" + name + "> for: " + source);
      }
      return word;
    }

    private String until(char close) {
      int end = source.indexOf(close, at);
      if (end < 0) {
        throw new IllegalArgumentException("no '" + close + "' in: " + source);
      }
      var inside = source.substring(at + 1, end);
      at = end + 1;
      return inside;
    }

    private void expect(char c) {
      if (at >= source.length() || source.charAt(at) != c) {
        throw new IllegalArgumentException("no '" + c + "' in: " + source);
      }
      at++;
    }
  }
}
