package wenmai.sample;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import wenmai.sample.Entity.Amount;
import wenmai.sample.Entity.Detail;
import wenmai.sample.Entity.Food;
import wenmai.sample.Entity.Item;
import wenmai.sample.Entity.Person;

/// How English says a role: articles, plurals, past tense, pronouns, capitals.
final class English implements Grammar {
  private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight",
      "nine", "ten");
  private static final List<String> SMALL = List.of("little", "young", "dear", "good", "merry");
  private static final List<String> FINE = List.of("fresh", "fine", "big", "lovely", "splendid", "wonderful", "small");
  private static final Map<String, String> PAST = Map.ofEntries(Map.entry("fly", "flew"), Map.entry("ring", "rang"),
      Map.entry("wear", "wore"), Map.entry("blow", "blew"), Map.entry("throw", "threw"), Map.entry("ride", "rode"),
      Map.entry("draw", "drew"), Map.entry("read", "read"), Map.entry("sleep", "slept"), Map.entry("keep", "kept"),
      Map.entry("put", "put"), Map.entry("spin", "spun"), Map.entry("swing", "swung"), Map.entry("hang", "hung"),
      Map.entry("drink", "drank"), Map.entry("hold", "held"), Map.entry("wind", "wound"), Map.entry("light", "lit"),
      Map.entry("tap", "tapped"), Map.entry("spread", "spread"), Map.entry("shake", "shook"), Map.entry("dip", "dipped"),
      Map.entry("stick", "stuck"), Map.entry("dig", "dug"), Map.entry("write", "wrote"));
  private static final Map<String, String> PLURAL = Map.of("mouse", "mice", "goose", "geese", "sheep", "sheep", "fish", "fish",
      "potato", "potatoes", "tomato", "tomatoes", "deer", "deer", "leaf", "leaves");
  private static final Set<String> CONSONANT_SOUND = Set.of("one", "once", "useful", "used", "usual");
  private static final Set<String> VOWEL_SOUND = Set.of("hour", "honest");
  private static final Set<String> LOWER_IN_TITLES = Set.of("a", "an", "and", "at", "by", "for", "from", "in", "of", "on",
      "or", "over", "the", "to", "with");
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z'-]*");

  static String plural(String noun) {
    int of = noun.indexOf(" of ");
    if (of > 0) {
      return plural(noun.substring(0, of)) + noun.substring(of);
    }
    if (noun.endsWith(" man")) {
      return noun.substring(0, noun.length() - 2) + "en";
    }
    int space = noun.lastIndexOf(' ');
    var head = noun.substring(space + 1);
    return noun.substring(0, space + 1) + PLURAL.getOrDefault(head, regularPlural(head));
  }

  private static String regularPlural(String noun) {
    if (noun.endsWith("s") || noun.endsWith("x") || noun.endsWith("ch") || noun.endsWith("sh")) {
      return noun + "es";
    }
    return endsInConsonantAndY(noun) ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
  }

  static String past(String verb) {
    var irregular = PAST.get(verb);
    if (irregular != null) {
      return irregular;
    }
    if (verb.endsWith("e")) {
      return verb + "d";
    }
    return endsInConsonantAndY(verb) ? verb.substring(0, verb.length() - 1) + "ied" : verb + "ed";
  }

  private static boolean endsInConsonantAndY(String word) {
    return word.endsWith("y") && word.length() > 1 && "aeiou".indexOf(word.charAt(word.length() - 2)) < 0;
  }

  static String pastPhrase(String phrase) {
    int space = (phrase + " ").indexOf(' ');
    return past(phrase.substring(0, space)) + phrase.substring(space);
  }

  /// Puts `an` for `a` where a vowel is heard.
  static String articles(String text) {
    var out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      out.append(text.charAt(i)).append(n(text, i));
    }
    return out.toString();
  }

  /// What the article at a place takes before a vowel.
  private static String n(String text, int at) {
    return isArticle(text, at) && vowelSound(word(text, at + 2)) ? "n" : "";
  }

  private static boolean isArticle(String text, int i) {
    char c = text.charAt(i);
    return (c == 'a' || c == 'A') && i + 2 < text.length() && text.charAt(i + 1) == ' '
        && Character.isLetter(text.charAt(i + 2)) && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)));
  }

  private static String word(String text, int from) {
    int to = from;
    while (to < text.length() && Character.isLetter(text.charAt(to))) {
      to++;
    }
    return text.substring(from, to);
  }

  private static boolean vowelSound(String word) {
    return VOWEL_SOUND.contains(word) || "aeiouAEIOU".indexOf(word.charAt(0)) >= 0 && !CONSONANT_SOUND.contains(word);
  }

  static String number(int n) {
    return NUMBERS.get(n);
  }

  /// Articles, and a capital where a sentence or a quotation starts (after `!"` only where `^` asks for it). A quotation
  /// that goes on after a comma has none.
  @Override
  public String polish(String text) {
    var out = new StringBuilder(text.length() + 8);
    char before = ' ';
    for (int i = 0; i < text.length(); before = text.charAt(i++)) {
      char c = text.charAt(i);
      boolean first = before == ' ' || before == '"' || before == '^';
      if (first && c != '^') {
        boolean capital = before == '^' || Character.isLowerCase(c) && startsSentence(out);
        out.append(capital ? Character.toUpperCase(c) : c).append(n(text, i));
      } else if (c != '^') {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean startsSentence(StringBuilder before) {
    int last = before.length() - 1;
    boolean quotes = last >= 0 && before.charAt(last) == '"';
    last -= quotes ? 1 : 0;
    if (last < 0) {
      return true;
    }
    if (before.charAt(last) != ' ') {
      return false;
    }
    while (before.charAt(last) == ' ') {
      last--;
    }
    char end = before.charAt(last);
    return quotes && end != ',' || ".!?".indexOf(end) >= 0 || end == '"' && before.charAt(last - 1) == '.';
  }

  @Override
  public int size(String text) {
    int words = 0;
    char before = ' ';
    for (int i = 0; i < text.length(); before = text.charAt(i++)) {
      words += (before == ' ' || before == '"' || before == '-') && Character.isLetter(text.charAt(i)) ? 1 : 0;
    }
    return words;
  }

  @Override
  public String gap() {
    return " ";
  }

  /// A capital for every word but the small ones.
  @Override
  public String title(String text) {
    return WORD.matcher(text).replaceAll(word -> LOWER_IN_TITLES.contains(word.group()) ? word.group()
        : Character.toUpperCase(word.group().charAt(0)) + word.group().substring(1));
  }

  @Override
  public boolean isPronoun(String form) {
    return form.equals("he");
  }

  @Override
  public String called(Person person, String trait) {
    return "the " + trait + " " + person.species().en();
  }

  @Override
  public Template phrase(Detail detail) {
    return detail.en();
  }

  @Override
  public String say(Entity entity, String form, Dice dice) {
    return switch (entity) {
      case Person p -> person(p, form, dice);
      case Item i -> item(i, form, dice);
      case Food f -> food(f, form, dice);
      case Amount a -> form.equals("n") ? number(a.count()) : form.equals("noun") ? plural(a.food().en())
          : number(a.count()) + " " + food(a.food(), form, dice);
      case Place p -> place(p, form);
      case Time t -> form.equals("that") ? "that " + t.id() : t.id();
      case Season s -> s.id();
      default -> throw new IllegalArgumentException("English cannot say " + entity);
    };
  }

  private static String person(Person p, String form, Dice dice) {
    boolean she = p.name().female();
    var kind = p.species().en();
    return switch (form) {
      case "" -> switch (dice.roll(8)) {
        case 0 -> "the " + dice.pick(SMALL) + " " + kind;
        case 1, 2 -> dice.pick(SMALL) + " " + p.name().en();
        case 3, 4, 5 -> p.name().en() + " the " + kind;
        default -> p.name().en();
      };
      case "name" -> p.name().en();
      case "kind" -> kind;
      case "the" -> "the " + kind;
      case "he" -> she ? "she" : "he";
      case "him" -> she ? "her" : "him";
      case "his" -> she ? "her" : "his";
      case "self" -> she ? "herself" : "himself";
      case "home" -> p.species().homeEn();
      case "sound" -> p.species().soundEn();
      default -> throw new IllegalArgumentException("no form " + form + " of a person in English");
    };
  }

  private static String item(Item i, String form, Dice dice) {
    var kind = i.kind().en();
    var full = i.colour().en() + " " + kind;
    return switch (form) {
      case "" -> dice.oneIn(3) ? kind : full;
      case "a" -> "a " + full;
      case "full" -> full;
      case "noun" -> kind;
      case "colour" -> i.colour().en();
      case "use" -> i.kind().useEn();
      case "used" -> pastPhrase(i.kind().useEn());
      default -> throw new IllegalArgumentException("no form " + form + " of a thing in English");
    };
  }

  private static String food(Food f, String form, Dice dice) {
    return switch (form) {
      case "", "plain" -> plural(f.en());
      case "fine" -> dice.pick(FINE) + " " + plural(f.en());
      case "one" -> "a " + f.en();
      case "noun" -> f.en();
      default -> throw new IllegalArgumentException("no form " + form + " of food in English");
    };
  }

  private static String place(Place p, String form) {
    return switch (form) {
      case "" -> "the " + p.id();
      case "in" -> p.preposition() + " the " + p.id();
      case "noun" -> p.id();
      default -> throw new IllegalArgumentException("no form " + form + " of a place in English");
    };
  }
}
