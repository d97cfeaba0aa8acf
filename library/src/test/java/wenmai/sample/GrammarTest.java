package wenmai.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrammarTest {
  @Test
  void anStandsBeforeAVowelThatIsHeard() {
    assertThat(English.articles("a apple, a useful thing, a honest owl, a red egg")).isEqualTo("an apple, a useful thing, an honest owl, a red egg");
  }

  @Test
  void pluralsAreRegularOrKnown() {
    assertThat(English.plural("carrot")).isEqualTo("carrots");
    assertThat(English.plural("strawberry")).isEqualTo("strawberries");
    assertThat(English.plural("radish")).isEqualTo("radishes");
    assertThat(English.plural("pot of honey")).isEqualTo("pots of honey");
    assertThat(English.plural("lettuce leaf")).isEqualTo("lettuce leaves");
    assertThat(English.plural("gingerbread man")).isEqualTo("gingerbread men");
    assertThat(English.plural("fish")).isEqualTo("fish");
  }

  @Test
  void pastTenseIsRegularOrKnown() {
    assertThat(English.pastPhrase("fly it over the fields")).isEqualTo("flew it over the fields");
    assertThat(English.past("carry")).isEqualTo("carried");
    assertThat(English.past("use")).isEqualTo("used");
    assertThat(English.past("play")).isEqualTo("played");
    assertThat(Stories.world().kinds()).extracting(kind -> English.past(kind.useEn().split(" ")[0])).containsOnly("flew", "bounced",
        "wore", "opened", "rang", "carried", "lit", "tapped", "blew", "played", "spun", "sailed", "sewed", "tied", "filled", "used",
        "spread", "slept", "read", "wrote", "dipped", "wound", "showed", "hung", "kept", "stuck", "held", "rolled", "dug", "pulled",
        "rode", "dressed");
  }

  @Test
  void sentencesAndQuotationsStartWithACapital() {
    assertThat(new English().polish("the fox saw a owl. \"come!\" said she. so it went.")).isEqualTo(
        "The fox saw an owl. \"Come!\" said she. So it went.");
  }

  @Test
  void titlesCapitaliseAllButSmallWords() {
    assertThat(new English().title("Off to a mill by the sea")).isEqualTo("Off to a Mill by the Sea");
  }

  @Test
  void twoThingsAreLiangNotEr() {
    assertThat(Chinese.count(2, "只", "小兔子")).isEqualTo("两只小兔子");
    assertThat(Chinese.count(9, "颗", "栗子")).isEqualTo("九颗栗子");
  }
}
