package wenmai.sample;

/// The time of year: it decides the weather and what grows.
public enum Season implements Entity {
  SPRING("spring", "春天"), SUMMER("summer", "夏天"), AUTUMN("autumn", "秋天"), WINTER("winter", "冬天");

  private final String en;
  private final String zh;

  Season(String en, String zh) {
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
