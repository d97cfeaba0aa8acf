package wenmai.sample;

/// Plots in which something is done: a trade, a shelter, a dish, a garden, a building, a lesson.
final class Work {
  private Work() {}

  static void trade(Scene s) {
    s.haul().thing("thing").tell("trade.go").tell("trade.see");
    if (s.hero().is("trait.clever", "trait.cheerful")) {
      s.detail("song").tell("trade.song");
    } else if (s.oneIn(2)) {
      s.tell("trade.yes");
    } else {
      s.person("other");
      s.tell("trade.no").tell("trade.chain");
    }
    s.tell("trade.done").end(s.oneIn(2) ? Mood.PROUD : Mood.HAPPY);
  }

  static void storm(Scene s) {
    s.detail("doing").detail("game").tell("meet").maybe("storm.play").tell("storm.clouds");
    if (s.friend().can("dig")) {
      s.tell("storm.burrow");
    } else if (s.hero().can("small")) {
      s.tell("storm.leaf");
    } else {
      s.detail("shelter").tell("storm.run");
    }
    s.detail("song").maybe("storm.wait").detail("after").tell("storm.over").end(Mood.CALM);
  }

  static void cook(Scene s) {
    s.haul().detail("dish").detail("doing").tell("cook.plan").maybe("cook.need").tell("meet");
    if (s.hero().is("trait.hasty", "trait.careless", "trait.forgetful", "trait.dreamy")) {
      s.tell("cook.spill").tell("cook.fix");
    } else {
      s.tell("cook.stir");
    }
    s.tell("cook.eat").end(Mood.HAPPY);
  }

  static void plant(Scene s) {
    s.detail("flower").detail("bed").tell("plant.seed").maybe("plant.water");
    if (s.hero().is("trait.hasty", "trait.curious", "trait.stubborn", "trait.lazy")) {
      s.tell("plant.dig").tell("plant.told");
    } else {
      s.tell("plant.days");
    }
    s.tell("plant.sprout").tell("plant.bloom").end(Mood.PROUD);
  }

  static void build(Scene s) {
    s.detail("craft", s.season() == Season.WINTER ? "winterwork" : "craft").detail("stuff").detail("doing");
    s.tell("build.want").maybe("build.gather");
    if (s.hero().is("trait.patient", "trait.careful", "trait.clever", "trait.busy")) {
      s.tell("build.slow");
    } else {
      s.tell("build.fall");
    }
    s.tell("meet").tell("build.help").tell("build.done").end(Mood.PROUD);
  }

  static void lesson(Scene s) {
    var skill = s.season() == Season.WINTER ? "winterskill" : "skill";
    s.detail("skill", skill).match("tip", "skill").detail("doing");
    s.tell("lesson.want").tell("lesson.fail").tell("meet").tell("lesson.tip").maybe("lesson.again").tell("lesson.can");
    s.end(Mood.PROUD);
  }
}
