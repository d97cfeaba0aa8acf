package wenmai.sample;

import java.util.function.Consumer;

/// What a story is about. Each plot is a chain of causes, told in code as it would be told by a fire.
public enum Plot {
  LOST(Quests::lost), RESCUE(Quests::rescue), JOURNEY(Quests::journey), RIDDLE(Quests::riddle), FEAR(Quests::fear),
  LETTER(Quests::letter),
  GIFT(Friends::gift), QUARREL(Friends::quarrel), RACE(Friends::race), HIDE(Friends::hide), SECRET(Friends::secret),
  SHARE(Friends::share),
  TRADE(Work::trade), STORM(Work::storm), COOK(Work::cook), PLANT(Work::plant), BUILD(Work::build), LESSON(Work::lesson);

  private final Consumer<Scene> chain;

  Plot(Consumer<Scene> chain) {
    this.chain = chain;
  }

  void happen(Scene scene) {
    chain.accept(scene);
  }
}
