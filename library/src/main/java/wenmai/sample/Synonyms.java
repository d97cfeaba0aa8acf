package wenmai.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Loosens plain text: where a word has others that may stand for it, the template chooses among them each time. It
/// multiplies the ways to tell a fact without writing them all down.
record Synonyms(Map<String, Template> words, Pattern known) {
  static final Synonyms NONE = new Synonyms(Map.of(), Pattern.compile("(?!)"));

  static Synonyms load(String language) {
    var words = new LinkedHashMap<String, Template>();
    for (var line : Table.lines("synonyms.txt")) {
      if (line.startsWith(language + " ")) {
        int colon = line.indexOf(": ");
        words.put(line.substring(3, colon), Template.parse(line.substring(colon + 2), Map.of()));
      }
    }
    var longestFirst = words.keySet().stream().sorted(Comparator.comparing(String::length).reversed())
        .map(Pattern::quote).collect(Collectors.joining("|"));
    var bounds = language.equals("en") ? "(?<![A-Za-z'-])(?:%s)(?![A-Za-z'-])" : "%s";
    return new Synonyms(Map.copyOf(words), Pattern.compile(bounds.formatted(longestFirst)));
  }

  Template loosen(String text) {
    var parts = new ArrayList<Template>();
    var matcher = known.matcher(text);
    int from = 0;
    while (matcher.find()) {
      add(parts, text.substring(from, matcher.start()));
      parts.add(words.getOrDefault(matcher.group(), new Template.Text(matcher.group())));
      from = matcher.end();
    }
    add(parts, text.substring(from));
    return parts.size() == 1 ? parts.getFirst() : new Template.Sequence(List.copyOf(parts));
  }

  private static void add(List<Template> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Template.Text(text));
    }
  }
}
