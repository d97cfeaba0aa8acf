package wenmai.sample;

/// Plots between two friends: a gift, a quarrel, a game, a secret, a meal.
final class Friends {
  private Friends() {}

  static void gift(Scene s) {
    s.thing("thing").detail("spot").tell("gift.day").tell("gift.want");
    if (s.hero().is("trait.clever", "trait.patient", "trait.careful", "trait.busy", "trait.helpful")) {
      s.detail("stuff").tell("gift.make");
    } else {
      s.haul().person("seller");
      s.tell("gift.swap");
    }
    s.maybe("gift.hide").maybe("gift.almost");
    s.tell("gift.give").end(Mood.HAPPY);
  }

  static void quarrel(Scene s) {
    s.thing("thing").detail("spot").detail("game");
    s.tell("quarrel.play").tell("quarrel.words").maybe("quarrel.alone");
    if (s.hero().is("trait.stubborn", "trait.proud", "trait.shy")) {
      s.tell("quarrel.friend");
    } else if (s.friend().is("trait.shy", "trait.quiet")) {
      s.tell("quarrel.note");
    } else {
      s.tell("quarrel.sorry");
    }
    s.tell("quarrel.share").end(Mood.WISER);
  }

  static void race(Scene s) {
    s.detail("goal").detail("doing").tell("meet").tell("race.dare").maybe("race.start");
    if (s.hero().can("fast") && !s.hero().is("trait.kind", "trait.helpful", "trait.gentle")) {
      s.detail("nook2", "nook").tell("race.nap").tell("race.lose").end(Mood.WISER);
    } else if (s.hero().can("slow") || s.hero().is("trait.patient", "trait.brave")) {
      s.tell("race.steady").tell("race.win").end(Mood.PROUD);
    } else {
      s.detail("trap").tell("race.fall").tell("race.help").end(Mood.HAPPY);
    }
  }

  static void hide(Scene s) {
    s.detail("spot").detail("look", "spot").detail("look2", "spot").detail("doing");
    s.tell("meet").maybe("hide.count").tell("hide.hides").tell("hide.search");
    if (s.friend().is("trait.lazy", "trait.dreamy", "trait.quiet", "trait.patient")) {
      s.tell("hide.asleep");
    } else if (s.hero().can("smell")) {
      s.tell("hide.track");
    } else {
      s.tell("hide.sneeze");
    }
    s.maybe("hide.turn").end(Mood.AMUSED);
  }

  static void secret(Scene s) {
    s.person("other");
    s.detail("treasure").detail("spot").tell("secret.tell").maybe("secret.promise").tell("secret.asked");
    if (s.hero().is("trait.hasty", "trait.careless", "trait.forgetful", "trait.cheerful", "trait.curious")) {
      s.tell("secret.slip").tell("secret.sorry").end(Mood.WISER);
    } else {
      s.tell("secret.kept").maybe("secret.show").end(Mood.CALM);
    }
  }

  static void share(Scene s) {
    s.haul().detail("spot").detail("doing");
    s.tell("share.find").tell("meet").tell("share.hungry");
    if (s.hero().is("trait.greedy", "trait.stubborn", "trait.proud")) {
      s.tell("share.no").tell("share.ashamed");
    } else {
      s.tell("share.half");
    }
    s.maybe("share.back").end(s.hero().is("trait.greedy", "trait.stubborn", "trait.proud") ? Mood.WISER : Mood.GRATEFUL);
  }
}
