package wenmai.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The built-in sample: 24,000 little stories of a small world, every one told in English and in Chinese. A story's id is
/// its seed; ids from 20,000 to 23,999 are held out (see [HeldOut]): their facts combine what no training story combines.
///
/// Telling from facts, not translating, keeps both languages natural and yields questions, labels and translation pairs
/// for nothing. That synthetic stories of a small vocabulary teach tiny models to write is Eldan & Li 2023 (TinyStories);
/// here a grammar writes them, so the text is free of anyone's rights and can be made anywhere in a second.
public final class Stories {
  public static final int TRAINING = 20_000;
  public static final int HELD_OUT = 4_000;

  /// Characters that make about 160 words at most.
  private static final int MOST_ENGLISH = 860;
  private static final int MOST_CHINESE = 320;
  private static final int MOST_TRIES = 6;
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
    var plot = dice.pick(List.of(Plot.values()));
    while (true) {
      var scene = Scene.play(world, plot, dice.split());
      for (int tries = 0; tries < MOST_TRIES && HeldOut.in(scene, world) == (id >= TRAINING); tries++) {
        var story = told(id, scene, dice);
        if (story.english().text().length() <= MOST_ENGLISH && story.chinese().text().length() <= MOST_CHINESE) {
          return story;
        }
        scene.shorten();
      }
    }
  }

  private Story told(long id, Scene scene, Dice dice) {
    var english = new Teller(scene, new English(), dice.split());
    var chinese = new Teller(scene, new Chinese(), dice.split());
    var deeds = scene.deeds().stream().map(script::deed).toList();
    var title = script.deed("title." + scene.plot().name().toLowerCase(Locale.ROOT));
    var en = new Telling(english.tell(title.english()), deeds.stream().map(d -> english.tell(d.english())).toList(), " ");
    var zh = new Telling(chinese.tell(title.chinese()), deeds.stream().map(d -> chinese.tell(d.chinese())).toList(), "");
    var questions = deeds.stream().flatMap(d -> d.asks().stream()).flatMap(a -> question(a, english, chinese, en, zh));
    return new Story(id, en, zh, deeds.stream().map(d -> fact(d, scene)).toList(), questions.toList(), scene.labels());
  }

  private static Stream<Question> question(Script.Ask ask, Teller english, Teller chinese, Telling en, Telling zh) {
    var answer = english.answer(ask.englishAnswer(), en.text());
    var reply = chinese.answer(ask.chineseAnswer(), zh.text());
    return answer.stream().flatMap(e -> reply.stream().map(z ->
        new Question(english.tell(List.of(ask.english())), e, chinese.tell(List.of(ask.chinese())), z)));
  }

  private static Fact fact(Script.Deed deed, Scene scene) {
    var roles = new LinkedHashMap<String, String>();
    deed.roles().forEach(r -> roles.put(r, scene.role(r).id()));
    return new Fact(deed.name(), roles);
  }
}
