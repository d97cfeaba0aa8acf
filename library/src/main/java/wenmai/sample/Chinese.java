package wenmai.sample;

import java.util.List;
import wenmai.sample.Entity.Amount;
import wenmai.sample.Entity.Detail;
import wenmai.sample.Entity.Food;
import wenmai.sample.Entity.Item;
import wenmai.sample.Entity.Person;

/// How Chinese says a role: measure words, numbers before them, pronouns, sides of a place.
final class Chinese implements Grammar {
  private static final List<String> NUMBERS = List.of("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十");
  private static final List<String> FINE = List.of("新鲜的", "上好的", "大大的", "好看的", "极好的", "顶呱呱的", "小小的");

  /// The number as it stands before a measure word: 两只, never 二只.
  static String number(int n) {
    return NUMBERS.get(n);
  }

  static String count(int n, String measure, String noun) {
    return number(n) + measure + noun;
  }

  @Override
  public String polish(String text) {
    return text;
  }

  @Override
  public int size(String text) {
    return text.length();
  }

  @Override
  public String gap() {
    return "";
  }

  @Override
  public String title(String text) {
    return text;
  }

  @Override
  public boolean isPronoun(String form) {
    return form.equals("ta");
  }

  @Override
  public String called(Person person, String trait) {
    return trait + "的" + person.species().zh();
  }

  @Override
  public Template phrase(Detail detail) {
    return detail.zh();
  }

  @Override
  public String say(Entity entity, String form, Dice dice) {
    return switch (entity) {
      case Person p -> person(p, form, dice);
      case Item i -> item(i, form, dice);
      case Food f -> food(f, form, dice);
      case Amount a -> form.equals("n") ? number(a.count()) + a.food().measure()
          : count(a.count(), a.food().measure(), food(a.food(), form, dice));
      case Place p -> form.equals("in") ? p.zh() + p.side() : p.zh();
      case Time t -> form.equals("that") ? "那天" + t.zh() : t.zh();
      case Season s -> s.zh();
      default -> throw new IllegalArgumentException("Chinese cannot say " + entity);
    };
  }

  private static String person(Person p, String form, Dice dice) {
    var kind = p.species().zh();
    return switch (form) {
      case "" -> switch (dice.roll(8)) {
        case 0 -> kind;
        case 1, 2, 3, 4 -> kind + p.name().zh();
        default -> p.name().zh();
      };
      case "name" -> p.name().zh();
      case "kind", "the" -> kind;
      case "a" -> "一" + p.species().measure() + kind;
      case "ta" -> p.name().female() ? "她" : "他";
      case "home" -> p.species().homeZh();
      case "sound" -> p.species().soundZh();
      default -> throw new IllegalArgumentException("no form " + form + " of a person in Chinese");
    };
  }

  private static String item(Item i, String form, Dice dice) {
    var kind = i.kind().zh();
    var full = i.colour().zh() + "的" + kind;
    return switch (form) {
      case "" -> dice.oneIn(3) ? kind : full;
      case "a" -> "一" + i.kind().measure() + full;
      case "that" -> "那" + i.kind().measure() + (dice.oneIn(2) ? full : kind);
      case "full" -> full;
      case "noun" -> kind;
      case "colour" -> i.colour().zh();
      case "use" -> i.kind().useZh();
      default -> throw new IllegalArgumentException("no form " + form + " of a thing in Chinese");
    };
  }

  private static String food(Food f, String form, Dice dice) {
    return switch (form) {
      case "", "noun", "plain" -> f.zh();
      case "fine" -> dice.pick(FINE) + f.zh();
      case "one" -> "一" + f.measure() + f.zh();
      default -> throw new IllegalArgumentException("no form " + form + " of food in Chinese");
    };
  }
}
