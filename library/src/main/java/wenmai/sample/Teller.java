package wenmai.sample;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import wenmai.sample.Entity.Detail;
import wenmai.sample.Entity.Item;
import wenmai.sample.Entity.Person;

/// Turns a scene's facts into one language, with its own choice of words.
record Teller(Scene scene, Grammar grammar, Dice dice) {

  String tell(List<Template> ways) {
    return grammar.polish(write(dice.pick(ways)));
  }

  /// A short answer: the span of the text that says it, or nothing where this telling took other words.
  Optional<String> answer(Template template, String text) {
    var said = English.articles(write(template));
    return Stream.of(said, grammar.polish(said)).filter(text::contains).findFirst();
  }

  private String write(Template template) {
    var out = new StringBuilder();
    template.write(out, dice, this::fill);
    return out.toString();
  }

  private String fill(String role, String form) {
    return switch (scene.role(role)) {
      case Detail d -> write(grammar.phrase(d));
      case Person p when form.equals("trait") -> write(grammar.phrase(p.trait()));
      case Person p when form.equals("look") -> write(grammar.phrase(p.look()));
      case Person p when form.isEmpty() && dice.oneIn(2) -> described(p);
      case Item i when form.equals("mark") -> write(grammar.phrase(i.mark()));
      case Entity e -> grammar.say(e, form, dice);
    };
  }

  /// Someone by their look (two times in three) or by their trait.
  private String described(Person p) {
    return dice.oneIn(3) ? grammar.called(p, write(grammar.phrase(p.trait())))
        : grammar.described(grammar.say(p, dice.oneIn(3) ? "name" : "the", dice), write(grammar.phrase(p.look())));
  }
}
