package wenmai.sample;

import java.util.List;
import wenmai.sample.Entity.Detail;
import wenmai.sample.Entity.Item;
import wenmai.sample.Entity.Person;

/// Turns a scene's facts into one language, with its own choice of words.
record Teller(Scene scene, Grammar grammar, Dice dice) {

  String tell(List<Template> ways) {
    return grammar.polish(write(dice.pick(ways)));
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
      case Item i when form.equals("mark") -> write(grammar.phrase(i.mark()));
      case Entity e -> grammar.say(e, form, dice);
    };
  }
}
