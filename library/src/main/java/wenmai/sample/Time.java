package wenmai.sample;

/// A part of the day, in order: what comes later in a story comes later in this list.
enum Time implements Entity {
  MORNING("morning", "早晨"), AFTERNOON("afternoon", "下午"), EVENING("evening", "傍晚"), NIGHT("night", "夜里");

  private final String en;
  private final String zh;

  Time(String en, String zh) {
    this.en = en;
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
