package wenmai.sample;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import wenmai.sample.Entity.Colour;
import wenmai.sample.Entity.Detail;
import wenmai.sample.Entity.Food;
import wenmai.sample.Entity.Kind;
import wenmai.sample.Entity.Name;
import wenmai.sample.Entity.Species;

/// All there is: who may live in a story, what they own and eat, and the small details (weather, hiding places, dishes,
/// riddles …), in both languages. The tables stand beside this class's resources and can be read by anyone.
record World(List<Name> names, List<Species> species, List<Kind> kinds, List<Colour> colours, Map<String, Food> foods,
    Map<String, Detail> details, Map<String, List<Detail>> groups) {

  static World load(Map<String, Template> english, Map<String, Template> chinese) {
    var details = Table.rows("details.tsv", r -> new Detail(r[0], Template.parse(r[1], english),
        Template.parse(r[2], chinese), r.length > 3 ? Season.named(r[3].split(",")) : Season.named()));
    return new World(
        Table.rows("names.tsv", r -> new Name(r[0], r[1], r[2].equals("f"))),
        Table.rows("species.tsv", r -> new Species(r[0], r[1], r[2], List.of(r[3].split(",")), Set.of(r[4].split(",")),
            r[5], r[6], r[7], r[8])),
        Table.rows("things.tsv", r -> new Kind(r[0], r[1], r[2], r[3], r[4])),
        Table.rows("colours.tsv", r -> new Colour(r[0], r[1])),
        keyed(Table.rows("foods.tsv", r -> new Food(r[0], r[1], r[2], Set.of(r[3].split(","))))),
        keyed(details),
        details.stream().collect(Collectors.groupingBy(d -> d.id().substring(0, d.id().indexOf('.')))));
  }

  private static <T extends Entity> Map<String, T> keyed(Collection<T> things) {
    var keyed = new LinkedHashMap<String, T>();
    for (T thing : things) {
      if (keyed.put(thing.id(), thing) != null) {
        throw new IllegalStateException("twice in the tables: " + thing.id());
      }
    }
    return keyed;
  }

  Food food(String id) {
    return known(foods, id);
  }

  Detail detail(String id) {
    return known(details, id);
  }

  List<Detail> group(String name) {
    return known(groups, name);
  }

  private static <T> T known(Map<String, T> map, String id) {
    var found = map.get(id);
    if (found == null) {
      throw new IllegalStateException("not in the tables: " + id);
    }
    return found;
  }
}
