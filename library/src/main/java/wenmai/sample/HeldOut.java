package wenmai.sample;

import java.util.stream.Stream;
import wenmai.sample.Entity.Amount;
import wenmai.sample.Entity.Item;
import wenmai.sample.Entity.Person;

/// What a reader of the training stories never sees, so that held-out stories ask for more than memory. Three rules: the
/// last food that `species.tsv` lists for a kind of animal, one colour for every kind of thing, and a few pairs of the
/// hero's trait and the plot. A scene with any of them is held out; training stories have none.
final class HeldOut {
  private HeldOut() {}

  static boolean in(Scene scene, World world) {
    return eatsRarely(scene.hero(), scene.role("food")) || eatsRarely(scene.friend(), scene.role("treat"))
        || scene.cast().values().stream().anyMatch(e -> e instanceof Amount a && eatsRarely(scene.hero(), a.food()))
        || (scene.plot().ordinal() + world.group("trait").indexOf(scene.hero().trait())) % 12 == 0
        || items(scene).anyMatch(i -> rareColour(i, world));
  }

  private static boolean eatsRarely(Person person, Entity food) {
    return person.species().foods().getLast().equals(food.id());
  }

  private static boolean rareColour(Item item, World world) {
    return world.kinds().indexOf(item.kind()) % world.colours().size() == world.colours().indexOf(item.colour());
  }

  private static Stream<Item> items(Scene scene) {
    return scene.cast().values().stream().filter(Item.class::isInstance).map(Item.class::cast);
  }
}
