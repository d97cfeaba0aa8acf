package wenmai.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wenmai.sample.Entity.Amount;
import wenmai.sample.Entity.Detail;
import wenmai.sample.Entity.Food;
import wenmai.sample.Entity.Item;
import wenmai.sample.Entity.Person;

/// Turns a scene's facts into one language, with its own choice of words. It remembers whom the event at hand has named, so
/// that it names them briefly from then on.
record Teller(Scene scene, Grammar grammar, Dice dice, List<Person> named) {
  private static final int AGAIN = 2;

  Teller(Scene scene, Grammar grammar, Dice dice) {
    this(scene, grammar, dice, new ArrayList<>());
  }

  String tell(List<Template> ways) {
    named.clear();
    return grammar.polish(write(dice.pick(ways)));
  }

  /// A telling whose size is at most `most`, if one is found: while it is longer, an event is told again, and the shorter
  /// of its tellings stays.
  Optional<Telling> tell(List<Template> title, List<List<Template>> events, int most) {
    var heading = grammar.title(tell(title));
    var sentences = new ArrayList<>(events.stream().map(this::tell).toList());
    int size = grammar.size(heading) + sentences.stream().mapToInt(grammar::size).sum();
    for (int again = 0; size > most && again < AGAIN * events.size(); again++) {
      int event = dice.roll(events.size());
      var other = tell(events.get(event));
      int shorter = grammar.size(sentences.get(event)) - grammar.size(other);
      if (shorter > 0) {
        sentences.set(event, other);
        size -= shorter;
      }
    }
    return size > most ? Optional.empty() : Optional.of(new Telling(heading, sentences, grammar.gap()));
  }

  /// A short answer: the span of the text that says it, or nothing where this telling took other words.
  Optional<String> answer(Template template, String text) {
    var said = English.articles(write(template));
    return text.contains(said) ? Optional.of(said) : Optional.of(grammar.polish(said)).filter(text::contains);
  }

  private String write(Template template) {
    var out = new StringBuilder();
    template.write(out, dice, this::fill);
    return out.toString();
  }

  private String fill(String role, String form) {
    return switch (scene.role(role)) {
      case Detail d -> phrase(d);
      case Person p when form.equals("trait") -> phrase(p.trait());
      case Person p when form.equals("look") -> phrase(p.look());
      case Person p when form.isEmpty() -> someone(p);
      case Person p when grammar.isPronoun(form) && dice.oneIn(3) -> grammar.say(p, "name", dice);
      case Item i when form.equals("mark") -> phrase(i.mark());
      case Food f when form.isEmpty() && dice.oneIn(2) -> grammar.say(f, "fine", scene.dice(f));
      case Amount a when form.isEmpty() -> grammar.say(a, "fine", scene.dice(a));
      case Entity e -> grammar.say(e, form, dice);
    };
  }

  /// What a detail leaves open is chosen by the scene, so that both languages say the same: striped socks here, 条纹袜 there.
  private String phrase(Detail detail) {
    var out = new StringBuilder();
    grammar.phrase(detail).write(out, scene.dice(detail), this::fill);
    return out.toString();
  }

  /// By name or by trait; by a short name where the event has named them before.
  private String someone(Person p) {
    if (named.contains(p)) {
      return grammar.say(p, dice.oneIn(4) ? "the" : "name", dice);
    }
    named.add(p);
    return dice.oneIn(4) ? grammar.called(p, phrase(p.trait())) : grammar.say(p, "", dice);
  }
}
