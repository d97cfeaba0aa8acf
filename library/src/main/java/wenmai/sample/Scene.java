package wenmai.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import wenmai.sample.Entity.Amount;
import wenmai.sample.Entity.Detail;
import wenmai.sample.Entity.Food;
import wenmai.sample.Entity.Item;
import wenmai.sample.Entity.Kind;
import wenmai.sample.Entity.Person;

/// A story while it happens: who and what plays which role (a role is cast once and stays), and the deeds so far.
final class Scene {
  private static final int MOST_DEEDS = 7;
  private final World world;
  private final Dice dice;
  private final Plot plot;
  private final long salt;
  private final Season season;
  private final Weather weather;
  private final Time time;
  private final Place place;
  private final Map<String, Entity> cast = new LinkedHashMap<>();
  private final List<String> deeds = new ArrayList<>();
  private final List<String> spare = new ArrayList<>();
  private Mood mood = Mood.HAPPY;

  private Scene(World world, Plot plot, Dice dice) {
    salt = dice.roll(Integer.MAX_VALUE);
    this.world = world;
    this.dice = dice;
    this.plot = plot;
    season = cast("season", dice.pick(plot.seasons()));
    weather = dice.pick(Stream.of(Weather.values()).filter(w -> w.comesIn(season)).toList());
    cast("weather", world.detail(weather.detail()));
    time = cast("time", dice.pick(List.of(Time.MORNING, Time.AFTERNOON, Time.EVENING)));
    var hoursLeft = Time.NIGHT.ordinal() - time.ordinal();
    cast("later", plot == Plot.FEAR ? Time.NIGHT : Time.values()[time.ordinal() + 1 + dice.roll(hoursLeft)]);
    place = cast("place", dice.pick(List.of(Place.values())));
    cast("food", foodOf(person("hero")));
    cast("treat", foodOf(person("friend")));
  }

  /// Lets a story happen: the frame that all stories share, with the plot in its middle.
  static Scene play(World world, Plot plot, Dice dice) {
    var scene = new Scene(world, plot, dice);
    scene.detail("day").detail("errand", "doing").detail("corner", "nook").tell("open");
    if (dice.oneIn(4)) {
      scene.spare("home");
    }
    if (dice.oneIn(8)) {
      scene.detail("critter").detail("nook").spare("sight");
    }
    scene.plot.happen(scene);
    if (dice.oneIn(4)) {
      scene.detail("aside").deeds.add(2 + dice.roll(scene.deeds.size() - 2), "aside");
      scene.spare.add("aside");
    }
    while (scene.deeds.size() > MOST_DEEDS) {
      scene.shorten();
    }
    return scene;
  }

  <T extends Entity> T cast(String role, T entity) {
    if (cast.putIfAbsent(role, entity) != null) {
      throw new IllegalStateException("cast twice: " + role);
    }
    return entity;
  }

  /// Someone new: no two in a story share a name, a kind or a look, so that `the rabbit` is always the same one.
  Person person(String role) {
    var others = cast.values().stream().filter(Person.class::isInstance).map(Person.class::cast).toList();
    while (true) {
      var person = new Person(dice.pick(world.names()), dice.pick(world.species()), dice.pick(world.group("trait")),
          dice.pick(world.group("look")));
      if (person.isWellNamed() && others.stream().noneMatch(person::resembles)) {
        return cast(role, person);
      }
    }
  }

  /// A thing of one kind, colour and mark.
  Scene thing(String role) {
    return thing(role, world.kinds());
  }

  Scene thing(String role, List<Kind> kinds) {
    cast(role, new Item(dice.pick(kinds), dice.pick(world.colours()), dice.pick(world.group("mark"))));
    return this;
  }

  List<Kind> kinds(String... names) {
    return world.kinds().stream().filter(kind -> List.of(names).contains(kind.en())).toList();
  }

  /// Several of what the hero eats.
  Scene haul() {
    cast("haul", new Amount(3 + dice.roll(7), foodOf(hero())));
    return this;
  }

  Food foodOf(Person person) {
    return world.food(dice.pick(person.species().foods()));
  }

  /// Casts a detail of the role's own group, one that the season allows: a `spot` is one of the spots.
  Scene detail(String role) {
    return detail(role, role);
  }

  Scene detail(String role, String group) {
    var detail = dice.pick(world.group(group));
    while (plays(detail) || !detail.seasons().contains(season)) {
      detail = dice.pick(world.group(group));
    }
    cast(role, detail);
    return this;
  }

  /// Dice that always fall alike for one who or what plays in this scene.
  Dice dice(Entity entity) {
    return new Dice(salt * 31 + entity.id().hashCode());
  }

  private boolean plays(Entity entity) {
    for (var other : cast.values()) {
      if (other == entity) {
        return true;
      }
    }
    return false;
  }

  /// Casts the detail that goes with another: the answer of a riddle.
  Scene match(String role, String of) {
    var id = cast.get(of) instanceof Detail d ? d.id() : "";
    cast(role, world.detail(role + id.substring(id.indexOf('.'))));
    return this;
  }

  Scene tell(String deed) {
    deeds.add(deed);
    return this;
  }

  /// Tells what a story can do without, every other time.
  Scene maybe(String deed) {
    return dice.oneIn(2) ? spare(deed) : this;
  }

  private Scene spare(String deed) {
    spare.add(deed);
    return tell(deed);
  }

  /// Leaves out something that the story can do without, if there is anything.
  void shorten() {
    if (!spare.isEmpty()) {
      deeds.remove(spare.remove(dice.roll(spare.size())));
    }
  }

  /// The last word, as the mood has it.
  void end(Mood mood) {
    this.mood = mood;
    tell("end." + mood.name().toLowerCase(Locale.ROOT));
  }

  boolean oneIn(int sides) {
    return dice.oneIn(sides);
  }

  Person hero() {
    return (Person) role("hero");
  }

  Person friend() {
    return (Person) role("friend");
  }

  Entity role(String name) {
    var entity = cast.get(name);
    if (entity == null) {
      throw new IllegalStateException("nobody plays " + name + " in " + plot);
    }
    return entity;
  }

  Map<String, Entity> cast() {
    return cast;
  }

  List<String> deeds() {
    return deeds;
  }

  Weather weather() {
    return weather;
  }

  Season season() {
    return season;
  }

  Plot plot() {
    return plot;
  }

  Labels labels() {
    return new Labels(plot, mood, place, season);
  }
}
