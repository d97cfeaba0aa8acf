package wenmai.sample;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The time of year: it decides the weather and what grows.
public enum Season implements Entity {
  SPRING("春天"), SUMMER("夏天"), AUTUMN("秋天"), WINTER("冬天");

  private final String en = name().toLowerCase(Locale.ROOT);
  private final String zh;

  Season(String zh) {
    this.zh = zh;
  }

  @Override
  public String id() {
    return en;
  }

  String zh() {
    return zh;
  }

  /// Seasons by their names; all where none is named.
  static Set<Season> named(String... names) {
    return names.length == 0 ? Set.of(values())
        : Stream.of(names).map(name -> valueOf(name.toUpperCase(Locale.ROOT))).collect(Collectors.toUnmodifiableSet());
  }
}
