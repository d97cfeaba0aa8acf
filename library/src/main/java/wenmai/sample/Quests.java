package wenmai.sample;

/// Plots in which someone looks for something: a lost thing, a way, an answer, the courage.
final class Quests {
  private Quests() {}

  static void lost(Scene s) {
    s.thing("thing").detail("spot").detail("look", "spot").detail("doing");
    s.tell("lost.have").tell("lost.gone").maybe("lost.search").tell("meet");
    if (s.friend().can("smell")) {
      s.tell("lost.sniff");
    } else if (s.weather() == Weather.WIND) {
      s.tell("lost.blown");
    } else {
      s.tell("lost.ask");
    }
    s.tell("lost.found");
    if (s.hero().is("trait.forgetful", "trait.careless", "trait.dreamy")) {
      s.maybe("lost.careful").end(Mood.WISER);
    } else {
      s.maybe("lost.thanks").end(Mood.GRATEFUL);
    }
  }

  static void rescue(Scene s) {
    s.detail("trap").tell("rescue.cry").tell("rescue.stuck");
    if (s.hero().can("strong")) {
      s.tell("rescue.pull");
    } else if (s.hero().can("clever")) {
      s.detail("tool").tell("rescue.trick");
    } else {
      s.person("other");
      s.tell("rescue.fetch");
    }
    s.tell("rescue.free").maybe("rescue.thanks").end(s.hero().can("strong") ? Mood.PROUD : Mood.GRATEFUL);
  }

  static void journey(Scene s) {
    s.detail("wonder").thing("thing").detail("doing").detail("nook2", "nook");
    s.tell("journey.wish").tell("journey.pack").tell("meet").maybe("journey.join");
    if (s.hero().can("swim")) {
      s.tell("journey.swim");
    } else if (s.friend().can("strong")) {
      s.tell("journey.carry");
    } else {
      s.tell("journey.bridge");
    }
    s.tell("journey.see").end(Mood.CALM);
  }

  static void riddle(Scene s) {
    s.thing("thing").detail("riddle").match("answer", "riddle").detail("wrong", "answer").detail("doing");
    s.tell("meet").tell("riddle.offer").tell("riddle.ask").maybe("riddle.wrong");
    s.maybe(s.hero().is("trait.patient", "trait.quiet", "trait.dreamy", "trait.careful") ? "riddle.sit" : "riddle.walk");
    s.tell("riddle.solve").tell("riddle.prize").end(Mood.PROUD);
  }

  static void fear(Scene s) {
    s.detail("noise").match("cause", "noise")
        .thing("lamp", s.kinds("lantern", "umbrella", "drum", "whistle", "bell", "spade", "pillow", "basket", "bucket", "teapot"));
    s.maybe("fear.bed").tell("fear.noise").maybe("fear.hide");
    if (s.hero().is("trait.brave", "trait.curious", "trait.cheerful", "trait.proud")) {
      s.tell("fear.peek");
    } else {
      s.tell("fear.friend");
    }
    s.tell("fear.was").maybe("fear.laugh").end(Mood.AMUSED);
  }

  static void letter(Scene s) {
    s.person("other");
    s.detail("news").detail("spot").tell("letter.get").maybe("letter.home");
    switch (s.weather()) {
      case WIND -> s.tell("letter.wind").tell("letter.chase");
      case RAIN, SNOW -> s.thing("thing", s.kinds("umbrella", "basket", "hat", "blanket", "purse", "boot", "bucket", "mitten",
          "pillow")).tell("letter.wet").tell("letter.dry");
      default -> s.tell("letter.lost").tell("letter.way");
    }
    s.tell("letter.give").tell("letter.read").end(Mood.HAPPY);
  }
}
