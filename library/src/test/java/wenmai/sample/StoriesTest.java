package wenmai.sample;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The laws of the sample, checked on all of it.
class StoriesTest {
  private static final List<Story> TRAINING = Stories.training().parallel().toList();
  private static final List<Story> HELD_OUT = Stories.heldOut().parallel().toList();

  private static final Reading ENGLISH = new Reading(Locale.ENGLISH, Story::english);
  private static final Reading CHINESE = new Reading(Locale.CHINESE, Story::chinese);

  @Test
  void aStoryIsAlwaysTheSame() {
    for (long id = 0; id < 24_000; id += 997) {
      assertThat(Stories.story(id)).isEqualTo(Stories.story(id));
    }
    assertThat(Stories.story(17)).isEqualTo(TRAINING.get(17));
    assertThatThrownBy(() -> Stories.story(24_000)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void noTwoStoriesAreTheSameInEitherLanguage() {
    var english = new HashSet<String>();
    var chinese = new HashSet<String>();
    for (var stories : List.of(TRAINING, HELD_OUT)) {
      stories.forEach(s -> english.add(s.english().text()));
      stories.forEach(s -> chinese.add(s.chinese().text()));
    }
    assertThat(english).hasSize(24_000);
    assertThat(chinese).hasSize(24_000);
  }

  @Test
  void heldOutCombinationsNeverStandInTraining() {
    for (var species : Stories.world().species()) {
      var rare = species.foods().getLast();
      assertThat(TRAINING).noneMatch(s -> eats(s, "hero", "food", species.en(), rare) || eats(s, "friend", "treat", species.en(), rare));
    }
    for (int k = 0; k < Stories.world().kinds().size(); k++) {
      var item = Stories.world().colours().get(k % 12).en() + " " + Stories.world().kinds().get(k).en();
      assertThat(TRAINING).noneMatch(s -> s.facts().stream().anyMatch(f -> f.roles().containsValue(item)));
    }
  }

  @Test
  void everyHeldOutFoodIsKnownFromSomeoneElse() {
    var world = Stories.world();
    for (var species : world.species()) {
      assertThat(world.species()).anyMatch(
          o -> o.foods().subList(0, o.foods().size() - 1).contains(species.foods().getLast()));
    }
  }

  @Test
  void everyEventIsToldInBothLanguages() {
    for (var s : TRAINING) {
      assertThat(s.english().sentences()).hasSameSizeAs(s.facts());
      assertThat(s.chinese().sentences()).hasSameSizeAs(s.facts());
      assertThat(s.pairs()).hasSameSizeAs(s.facts());
    }
  }

  @Test
  void threeQuestionsOrMoreAreAnsweredInTheText() {
    for (var s : TRAINING) {
      assertThat(s.questions()).hasSizeGreaterThanOrEqualTo(3);
      for (var q : s.questions()) {
        assertThat(s.english().text()).contains(q.englishAnswer());
        assertThat(s.chinese().text()).contains(q.chineseAnswer());
      }
    }
  }

  @Test
  void aRoleStaysWithWhoPlaysItAndTimeGoesOn() {
    var times = List.of("morning", "afternoon", "evening", "night");
    for (var s : TRAINING) {
      Map<String, String> cast = new HashMap<>();
      for (var fact : s.facts()) {
        fact.roles().forEach((role, who) -> assertThat(cast.computeIfAbsent(role, r -> who)).isEqualTo(who));
      }
      if (cast.containsKey("later")) {
        assertThat(times.indexOf(cast.get("later"))).isGreaterThan(times.indexOf(cast.get("time")));
      }
    }
  }

  @Test
  void aThingKeepsItsColour() {
    var colours = Stories.world().colours();
    for (var s : HELD_OUT) {
      for (var kind : Stories.world().kinds()) {
        var seen = colours.stream().filter(c -> s.english().text().contains(" " + c.en() + " " + kind.en())).toList();
        assertThat(seen).hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void everyDeedCanBeToldInManyWays() {
    Stories.script().deeds().values().forEach(d -> {
      assertThat(d.english()).as(d.name()).isNotEmpty();
      assertThat(d.chinese()).as(d.name()).isNotEmpty();
    });
  }

  @Test
  void storiesAreShortAndTheirWordsFew() {
    assertThat(ENGLISH.lengths.getMin()).isGreaterThanOrEqualTo(90);
    assertThat(ENGLISH.lengths.getMax()).isLessThanOrEqualTo(150);
    assertThat(ENGLISH.rare()).isLessThanOrEqualTo(30);
    assertThat(ENGLISH.forms).hasSizeBetween(2_500, 3_200);
    var characters = TRAINING.stream().flatMapToInt(s -> s.chinese().text().codePoints())
        .filter(Character::isIdeographic).distinct().count();
    assertThat(characters).isLessThan(1_700);
  }

  @Test
  void noSeasonClashesWithItsWeatherOrWhatHappensInIt() {
    var world = Stories.world();
    for (long id = 0; id < 2_000; id++) {
      var plot = List.of(Plot.values()).get((int) id % Plot.values().length);
      var scene = Scene.play(world, plot, new Dice(id));
      assertThat(plot.seasons()).as("scene %d", id).contains(scene.season());
      assertThat(scene.weather().comesIn(scene.season())).isTrue();
      assertThat(scene.cast().values()).allMatch(e -> !(e instanceof Entity.Detail d) || d.seasons().contains(scene.season()));
    }
    assertThat(Plot.STORM.seasons()).doesNotContain(Season.WINTER);
    assertThat(Weather.SNOW.comesIn(Season.SUMMER)).isFalse();
    assertThat(world.detail("aside.9").seasons()).containsExactly(Season.SUMMER);
  }

  @Test
  void titlesHaveCapitals() {
    var small = Set.of("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "over", "the", "to", "with");
    assertThat(HELD_OUT).allSatisfy(s -> assertThat(s.english().title().split(" "))
        .allMatch(word -> small.contains(word) || Character.isUpperCase(word.charAt(0))));
  }

  /// What a perfect model of this generator would seem to copy: 8-grams of 1,000 held-out stories that stand in training.
  @Test
  void mostOfWhatHeldOutStoriesSayWasNotSaidBefore() {
    assertThat(ENGLISH.seenBefore()).isLessThan(0.135);
    assertThat(CHINESE.seenBefore()).isLessThan(0.135);
  }

  /// What the training stories say in one language, read once; of their 8-grams only those asked for are kept.
  private static final class Reading {
    private static final Map<Locale, ThreadLocal<BreakIterator>> BREAKS = Map.of(
        Locale.ENGLISH, ThreadLocal.withInitial(() -> BreakIterator.getWordInstance(Locale.ENGLISH)),
        Locale.CHINESE, ThreadLocal.withInitial(() -> BreakIterator.getWordInstance(Locale.CHINESE)));
    final Locale locale;
    final Function<Story, Telling> telling;
    final List<Long> asked;
    final Set<Long> known = ConcurrentHashMap.newKeySet();
    final Map<String, Integer> forms = new ConcurrentHashMap<>();
    final IntSummaryStatistics lengths;

    Reading(Locale locale, Function<Story, Telling> telling) {
      this.locale = locale;
      this.telling = telling;
      asked = HELD_OUT.subList(0, 1_000).stream().flatMap(s -> grams(words(s)).stream()).toList();
      var wanted = Set.copyOf(new HashSet<>(asked));
      lengths = TRAINING.parallelStream().map(this::words).mapToInt(words -> {
        words.forEach(word -> forms.merge(word, 1, Integer::sum));
        grams(words).stream().filter(wanted::contains).forEach(known::add);
        return words.size();
      }).summaryStatistics();
    }

    /// How many forms are rarer than 20 times.
    long rare() {
      return forms.values().stream().filter(n -> n < 20).count();
    }

    double seenBefore() {
      return asked.stream().filter(known::contains).count() / (double) asked.size();
    }

    private List<String> words(Story story) {
      var text = telling.apply(story).text();
      var words = new ArrayList<String>();
      var breaks = requireNonNull(BREAKS.get(locale)).get();
      breaks.setText(text);
      int start = 0;
      for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
        if (breaks.getRuleStatus() >= BreakIterator.WORD_NUMBER) {
          words.add(text.substring(start, end).toLowerCase(Locale.ROOT));
        }
        start = end;
      }
      return words;
    }

    private static List<Long> grams(List<String> words) {
      var grams = new ArrayList<Long>();
      for (int i = 0; i + 8 <= words.size(); i++) {
        long hash = 7;
        for (int j = i; j < i + 8; j++) {
          hash = (hash ^ words.get(j).hashCode()) * 0x9e3779b97f4a7c15L;
          hash ^= hash >>> 29;
        }
        grams.add(hash);
      }
      return grams;
    }
  }

  private static boolean eats(Story story, String who, String what, String species, String food) {
    return story.facts().stream().anyMatch(f -> f.roles().getOrDefault(who, "").endsWith(" the " + species)
        && f.roles().getOrDefault(what, "").equals(food));
  }
}
