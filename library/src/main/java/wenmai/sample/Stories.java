package wenmai.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import wenmai.sample.Script.Deed;

/// The built-in sample: 24,000 little stories of a small world, every one told in English and in Chinese. A story's id is
/// its seed; ids from 20,000 to 23,999 are held out (see [HeldOut]): their facts combine what no training story combines.
///
/// Telling from facts, not translating, keeps both languages natural and yields questions, labels and translation pairs
/// for nothing. That synthetic stories of a small vocabulary teach tiny models to write is Eldan & Li 2023 (TinyStories);
/// here a grammar writes them, so the text is free of anyone's rights and can be made anywhere in seconds.
public final class Stories {
  public static final int TRAINING = 20_000;
  public static final int HELD_OUT = 4_000;

  private static final int MOST_ENGLISH = 150;       // words
  private static final int MOST_CHINESE = 300;       // characters
  private static final int MOST_TRIES = 6;
  private static final List<Plot> PLOTS = List.of(Plot.values());
  private static final Stories BUILT_IN = new Stories();
  private final World world;
  private final Script script;

  private Stories() {
    var english = Script.words("en");
    var chinese = Script.words("zh");
    world = World.load(english, chinese);
    script = Script.load(english, chinese, List.of("frame.txt", "friends.txt", "quests.txt", "work.txt"));
  }

  /// The story of an id from 0 to 23,999, always the same.
  public static Story story(long id) {
    if (id < 0 || id >= TRAINING + HELD_OUT) {
      throw new IndexOutOfBoundsException("story " + id + " of " + (TRAINING + HELD_OUT));
    }
    return BUILT_IN.told(id);
  }

  public static Stream<Story> training() {
    return LongStream.range(0, TRAINING).mapToObj(Stories::story);
  }

  public static Stream<Story> heldOut() {
    return LongStream.range(TRAINING, TRAINING + HELD_OUT).mapToObj(Stories::story);
  }

  static Script script() {
    return BUILT_IN.script;
  }

  static World world() {
    return BUILT_IN.world;
  }

  /// Lets a scene happen that belongs to the id's side, and tells it; what turns out too long loses what it can do without.
  /// The few scenes that stay too long give way to another.
  private Story told(long id) {
    var dice = new Dice(id);
    var plot = dice.pick(PLOTS);
    while (true) {
      var scene = Scene.play(world, plot, dice.split());
      for (int tries = 0; tries < MOST_TRIES && HeldOut.in(scene, world) == (id >= TRAINING); tries++) {
        var english = new Teller(scene, new English(), dice.split());
        var chinese = new Teller(scene, new Chinese(), dice.split());
        var en = telling(scene, english, Deed::english, MOST_ENGLISH);
        var zh = en.flatMap(told -> telling(scene, chinese, Deed::chinese, MOST_CHINESE));
        if (en.isPresent() && zh.isPresent()) {
          return story(id, scene, english, chinese, en.get(), zh.get());
        }
        scene.shorten();
      }
    }
  }

  private Optional<Telling> telling(Scene scene, Teller teller, Function<Deed, List<Template>> ways, int most) {
    var title = script.deed("title." + scene.plot().name().toLowerCase(Locale.ROOT));
    return teller.tell(ways.apply(title), deeds(scene).map(ways).toList(), most);
  }

  private Story story(long id, Scene scene, Teller english, Teller chinese, Telling en, Telling zh) {
    return new Story(id, en, zh, deeds(scene).map(d -> fact(d, scene)).toList(),
        questions(scene, english, chinese, en.text(), zh.text()), scene.labels());
  }

  private Stream<Deed> deeds(Scene scene) {
    return scene.deeds().stream().map(script::deed);
  }

  /// What the story asks, as far as both tellings answer it.
  private List<Question> questions(Scene scene, Teller english, Teller chinese, String en, String zh) {
    var questions = new ArrayList<Question>();
    deeds(scene).flatMap(d -> d.asks().stream()).forEach(ask ->
        english.answer(ask.englishAnswer(), en).ifPresent(answer ->
            chinese.answer(ask.chineseAnswer(), zh).ifPresent(reply -> questions.add(new Question(
                english.tell(List.of(ask.english())), answer, chinese.tell(List.of(ask.chinese())), reply)))));
    return questions;
  }

  private static Fact fact(Deed deed, Scene scene) {
    var roles = new LinkedHashMap<String, String>();
    deed.roles().forEach(r -> roles.put(r, scene.role(r).id()));
    return new Fact(deed.name(), roles);
  }
}
