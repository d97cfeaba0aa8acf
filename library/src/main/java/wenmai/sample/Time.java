package wenmai.sample;

import java.util.Locale;

/// A part of the day, in order: what comes later in a story comes later in this list.
enum Time implements Entity {
  MORNING("早晨"), AFTERNOON("下午"), EVENING("傍晚"), NIGHT("夜里");

  private final String en = name().toLowerCase(Locale.ROOT);
  private final String zh;

  Time(String zh) {
    this.zh = zh;
  }

  @Override
  public String id() {
    return en;
  }

  String zh() {
    return zh;
  }
}
