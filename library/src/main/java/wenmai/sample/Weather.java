package wenmai.sample;

import static wenmai.sample.Season.AUTUMN;
import static wenmai.sample.Season.SPRING;
import static wenmai.sample.Season.SUMMER;
import static wenmai.sample.Season.WINTER;

import java.util.Locale;
import java.util.Set;

/// What the sky does, and in which seasons it may.
enum Weather {
  SUN(SPRING, SUMMER, AUTUMN, WINTER), WIND(SPRING, SUMMER, AUTUMN, WINTER), CLOUD(SPRING, SUMMER, AUTUMN, WINTER),
  FOG(SPRING, AUTUMN), RAIN(SPRING, SUMMER, AUTUMN), HEAT(SUMMER), FROST(WINTER), SNOW(WINTER);

  private final Set<Season> seasons;

  Weather(Season... seasons) {
    this.seasons = Set.of(seasons);
  }

  boolean comesIn(Season season) {
    return seasons.contains(season);
  }

  /// The detail that says it.
  String detail() {
    return "weather." + name().toLowerCase(Locale.ROOT);
  }
}
