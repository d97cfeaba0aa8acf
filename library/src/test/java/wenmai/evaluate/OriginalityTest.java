package wenmai.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OriginalityTest {
  private static final String FOX = "The quick brown fox jumps over the lazy dog near the river.";
  private static final String HERON = "今天天气很好，我们去公园散步，看见一只白鹭站在水边。";

  @Test
  void copiedTextIsAllCopiedAndAllKnown() {
    assertThat(Originality.of(List.of(FOX), Stream.of(FOX))).isEqualTo(new Originality(1, 1, 5, 12));
    var chinese = Originality.of(List.of(HERON), Stream.of(HERON));
    assertThat(chinese.copied8grams()).isOne();
    assertThat(chinese.knownWords()).isOne();
  }

  @Test
  void newTextIsNeitherCopiedNorKnown() {
    assertThat(Originality.of(List.of("Purple whales sing loud songs about seven tiny boats."), Stream.of(FOX)))
        .isEqualTo(new Originality(0, 0, 2, 9));
    assertThat(Originality.of(List.of("昔者庄周梦为胡蝶。"), Stream.of(FOX)).knownWords()).isZero();
  }

  @Test
  void oneChangedWordBreaksTheGramsThatHoldIt() {
    // 10 words, 3 grams; the last word is new, so only the third gram is.
    var made = Originality.of(List.of("The quick brown fox jumps over the lazy dog NEARBY."), Stream.of(FOX));
    assertThat(made.grams()).isEqualTo(3);
    assertThat(made.copied8grams()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(made.knownWords()).isCloseTo(0.9, within(1e-12));
  }

  @Test
  void chineseIsSegmentedByDictionary() {
    // 今天 | 昆虫 | 天气 | 很好: all but the second are known.
    var made = Originality.of(List.of("今天昆虫天气很好。"), Stream.of("今天天气很好。"));
    assertThat(made.words()).isEqualTo(4);
    assertThat(made.knownWords()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void wordCutByTheEndDoesNotCount() {
    assertThat(Originality.of(List.of("the lazy do"), Stream.of(FOX))).isEqualTo(new Originality(0, 1, 0, 2));
    assertThat(Originality.of(List.of("the lazy dog."), Stream.of(FOX)).words()).isEqualTo(3);
    assertThat(Originality.of(List.of("the lazy dog "), Stream.of(FOX)).words()).isEqualTo(3);
    assertThat(Originality.of(List.of("今天天气"), Stream.of(HERON)).words()).isOne();
  }

  @Test
  void caseAndPunctuationDoNotMatter() {
    var shouted = FOX.toUpperCase(Locale.ROOT).replace(" ", " — ");
    assertThat(Originality.of(List.of(shouted), Stream.of(FOX))).isEqualTo(new Originality(1, 1, 5, 12));
  }

  @Test
  void gramsDoNotCrossTexts() {
    var half = List.of("The quick brown fox jumps ", "over the lazy dog near ");
    assertThat(Originality.of(half, Stream.of(FOX))).isEqualTo(new Originality(0, 1, 0, 10));
    assertThat(Originality.of(List.of(FOX), half.stream()).copied8grams()).isZero();
  }

  @Test
  void nothingGeneratedIsNothingCopied() {
    assertThat(Originality.of(List.of("", "。 !"), Stream.of(FOX))).isEqualTo(new Originality(0, 0, 0, 0));
    assertThat(Originality.of(List.of(FOX), Stream.empty())).isEqualTo(new Originality(0, 0, 5, 12));
  }

  @Test
  void orderAndThreadsDoNotMatter() {
    long seed = 20261124;
    var random = new Random(seed);
    var training = new ArrayList<>(IntStream.range(0, 300).mapToObj(i -> sentence(random)).toList());
    var generated = new ArrayList<>(training.subList(0, 10));
    IntStream.range(0, 10).forEach(i -> generated.add(sentence(random)));
    var first = Originality.of(generated, training.stream());
    Collections.shuffle(training, random);
    Collections.shuffle(generated, random);
    assertThat(Originality.of(generated, training.parallelStream())).as("seed %d", seed).isEqualTo(first);
    assertThat(first.copied8grams()).as("seed %d", seed).isBetween(0.5, 0.99);
  }

  private static String sentence(Random random) {
    var words = List.of("river", "boat", "白鹭", "fox", "dog", "天气", "stone", "light");
    return random.ints(12, 0, words.size()).mapToObj(words::get).collect(Collectors.joining(" ")) + ".";
  }
}
