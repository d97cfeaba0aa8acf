package wenmai.sample;

import java.util.List;
import java.util.function.Consumer;

/// What a story is about. Each plot is a chain of causes, told in code as it would be told by a fire.
public enum Plot {
  LOST(Quests::lost), RESCUE(Quests::rescue), JOURNEY(Quests::journey), RIDDLE(Quests::riddle), FEAR(Quests::fear),
  LETTER(Quests::letter),
  GIFT(Friends::gift), QUARREL(Friends::quarrel), RACE(Friends::race), HIDE(Friends::hide), SECRET(Friends::secret),
  SHARE(Friends::share),
  TRADE(Work::trade), STORM(Work::storm, Season.SPRING, Season.SUMMER, Season.AUTUMN),
  COOK(Work::cook), PLANT(Work::plant, Season.SPRING, Season.SUMMER), BUILD(Work::build), LESSON(Work::lesson);

  private final Consumer<Scene> chain;
  private final List<Season> seasons;

  /// @param seasons in which it may happen; all where none is given
  Plot(Consumer<Scene> chain, Season... seasons) {
    this.chain = chain;
    this.seasons = List.of(seasons.length == 0 ? Season.values() : seasons);
  }

  List<Season> seasons() {
    return seasons;
  }

  void happen(Scene scene) {
    chain.accept(scene);
  }
}
