package wenmai.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How each deed is told: `deed name`, then lines `en …`, `zh …` (each a template for the whole event) and questions
/// `q question = answer | 问题 = 回答`. In `words.txt` lines `en name: a|b` name choices for both tables and tellings.
record Script(Map<String, Deed> deeds) {
  record Ask(Template english, Template englishAnswer, Template chinese, Template chineseAnswer) {}

  /// A deed, its ways to be told, and the roles that either language names: what makes it a fact.
  record Deed(String name, List<Template> english, List<Template> chinese, List<Ask> asks, Set<String> roles) {
    Deed(String name) {
      this(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new TreeSet<>());
    }

    private void add(List<Template> ways, Template way) {
      ways.add(way);
      way.collect(roles);
    }
  }

  /// The named choices of a language.
  static Map<String, Template> words(String language) {
    var words = new HashMap<String, Template>();
    for (var line : Table.lines("words.txt")) {
      if (line.startsWith(language + " ")) {
        int colon = line.indexOf(':');
        words.put(line.substring(3, colon).strip(), Template.parse(line.substring(colon + 1).strip(), words));
      }
    }
    return Map.copyOf(words);
  }

  static Script load(Map<String, Template> english, Map<String, Template> chinese, List<String> files) {
    var deeds = new LinkedHashMap<String, Deed>();
    var freeEnglish = Synonyms.load("en");
    var freeChinese = Synonyms.load("zh");
    var deed = new Deed("");
    for (var file : files) {
      for (var line : Table.lines(file)) {
        var rest = line.substring(line.indexOf(' ') + 1).strip();
        switch (line.substring(0, line.indexOf(' '))) {
          case "deed" -> {
            deed = new Deed(rest);
            if (deeds.put(rest, deed) != null) {
              throw new IllegalStateException("told twice: " + rest);
            }
          }
          case "en" -> deed.add(deed.english, Template.parse(rest, english, freeEnglish));
          case "zh" -> deed.add(deed.chinese, Template.parse(rest, chinese, freeChinese));
          case "q" -> deed.asks().add(ask(rest, english, chinese));
          default -> throw new IllegalStateException("neither deed, en, zh nor q: " + line);
        }
      }
    }
    return new Script(deeds);
  }

  private static Ask ask(String line, Map<String, Template> english, Map<String, Template> chinese) {
    var parts = line.split(" [=|] ");
    return new Ask(Template.parse(parts[0], english), Template.parse(parts[1], english), Template.parse(parts[2], chinese),
        Template.parse(parts[3], chinese));
  }

  Deed deed(String name) {
    var deed = deeds.get(name);
    if (deed == null) {
      throw new IllegalStateException("no telling of " + name);
    }
    return deed;
  }
}
