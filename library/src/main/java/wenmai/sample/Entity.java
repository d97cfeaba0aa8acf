package wenmai.sample;

import java.util.List;
import java.util.Set;

/// Anything that can play a role in a fact. A grammar knows how each kind is said in its language.
sealed interface Entity permits Entity.Person, Entity.Item, Entity.Food, Entity.Amount, Entity.Detail, Place, Season,
    Time {
  String id();

  /// A kind of animal (or child): what it eats, where it lives, what it can do.
  record Species(String en, String zh, String measure, List<String> foods, Set<String> skills, String homeEn, String homeZh,
      String soundEn, String soundZh) {}

  record Name(String en, String zh, boolean female) {}

  /// Someone: what they are called, what they are, how they are, and how one knows them from afar.
  record Person(Name name, Species species, Detail trait, Detail look) implements Entity {
    @Override
    public String id() {
      return name.en + " the " + species.en;
    }

    /// Girls have girls' names, boys have boys'.
    boolean isWellNamed() {
      return name.female ? !can("boy") : !can("girl");
    }

    boolean resembles(Person other) {
      return name == other.name || species == other.species || look == other.look;
    }

    boolean can(String skill) {
      return species.skills.contains(skill);
    }

    boolean is(String... traits) {
      return List.of(traits).contains(trait.id);
    }
  }

  /// A kind of thing and what one does with it (`fly it over the hill`).
  record Kind(String en, String zh, String measure, String useEn, String useZh) {}

  record Colour(String en, String zh) {}

  /// A thing with the colour and the mark by which its owner knows it.
  record Item(Kind kind, Colour colour, Detail mark) implements Entity {
    @Override
    public String id() {
      return colour.en + " " + kind.en;
    }
  }

  record Food(String en, String zh, String measure, Set<String> tags) implements Entity {
    @Override
    public String id() {
      return en;
    }
  }

  record Amount(int count, Food food) implements Entity {
    @Override
    public String id() {
      return count + " " + food.en;
    }
  }

  /// A phrase in both languages, with its own ways of being said, and the seasons in which it may be.
  record Detail(String id, Template en, Template zh, Set<Season> seasons) implements Entity {}
}
